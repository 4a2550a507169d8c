/**
 * The key under which places of cameras are hashed: derived (HKDF, RFC 5869) from the oldest sealing
 * key, so that a new one put in front leaves the hashes comparable.
 */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { KeyRing } from './keyring.ts';

/** An HMAC-SHA256 key. */
export function placeKey({ sealing }: KeyRing): KeyObject {
  const { key } = sealing.at(-1) ?? sealing[0];
  return createSecretKey(
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'casement place of a camera', 32)),
  );
}
