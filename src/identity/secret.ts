/** Random secrets (codes, refresh tokens, cookies) and the hashes under which they are kept. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { randomText } from './random.ts';

/** Returns 256 random bits in base64url: 43 characters, safe in a URL, a header and a cookie. */
export function newSecret(): string {
  return randomText(32);
}

/**
 * Returns SHA-256 in base64url. No salt and no stretching: the secret has 256 random bits of its own. Never
 * for passwords (see password.ts).
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Compares in a time that does not reveal how much is alike. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(a).digest(),
    createHash('sha256').update(b).digest(),
  );
}
