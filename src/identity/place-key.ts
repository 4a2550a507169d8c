/**
 * The keys under which places and serial numbers of cameras are hashed, and nothing else is, so that a new
 * sealing key leaves the hashes comparable.
 */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { KeyRing } from './keyring.ts';

/** Returns the HMAC-SHA256 key for the places of cameras. */
export const placeKey = ({ places: [{ key }] }: Pick<KeyRing, 'places'>): KeyObject => key;

/** Derives an HMAC-SHA256 key for what cameras say of make and serial number (HKDF, RFC 5869). */
export function serialKey({ places: [{ key }] }: Pick<KeyRing, 'places'>): KeyObject {
  const bytes = hkdfSync('sha256', key, Buffer.alloc(0), 'casement serial of a camera', 32);
  return createSecretKey(Buffer.from(bytes));
}
