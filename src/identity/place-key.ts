/**
 * The keys under which places and serial numbers of cameras are hashed: derived (HKDF, RFC 5869) from the oldest sealing
 * key, so that a new one put in front leaves the hashes comparable.
 */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { KeyRing } from './keyring.ts';

function derived({ sealing }: KeyRing, purpose: string): KeyObject {
  const { key } = sealing.at(-1) ?? sealing[0];
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, 32)));
}

/** An HMAC-SHA256 key. */
export const placeKey = (ring: KeyRing): KeyObject => derived(ring, 'casement place of a camera');

/** An HMAC-SHA256 key of what cameras say of make and serial number. */
export const serialKey = (ring: KeyRing): KeyObject => derived(ring, 'casement serial of a camera');
