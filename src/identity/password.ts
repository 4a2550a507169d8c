/** Passwords: argon2id with OWASP's second recommended setting (19 MiB, 2 passes, 1 lane). */
import { hash, verify } from '@node-rs/argon2';
import { Failure } from '../common/failures.ts';

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// The hash of a random password nobody knows, so that an unknown e-mail costs as much as a known one.
const nobody =
  '$argon2id$v=19$m=19456,t=2,p=1$07WAXpK7XIU3Z77qZ9r8og$iDlbHZgVNgJ3sAQzGnaA3s+/bt484wBQgJyGq3xUh6s';

export const shortestPassword = 10;
const longestPassword = 200;

/** @throws Failure `bad-request` if it is shorter than 10 or longer than 200 characters. */
export function checkNewPassword(password: string): void {
  if (password.length < shortestPassword) {
    throw new Failure('bad-request', `a password has at least ${shortestPassword} characters`);
  }
  if (password.length > longestPassword) {
    throw new Failure('bad-request', `a password has at most ${longestPassword} characters`);
  }
}

/**
 * Returns the PHC string to keep for a password.
 * @throws Failure `bad-request` if it is shorter than 10 or longer than 200 characters.
 */
export async function hashPassword(password: string): Promise<string> {
  checkNewPassword(password);
  return hash(password, cost);
}

/**
 * Whether `password` is the one behind `kept`. With `kept` undefined (no such account) it takes as
 * long and answers false.
 */
export async function verifyPassword(kept: string | undefined, password: string): Promise<boolean> {
  if (password.length > longestPassword) return false;
  const right = await verify(kept ?? nobody, password);
  return right && kept !== undefined;
}
