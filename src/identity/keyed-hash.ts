/**
 * Keyed hashes that stand in the delivery record for addresses of displays. HMAC-SHA256, base64url, under a
 * key derived (HKDF, RFC 5869) from a sealing key: without the key ring nobody can try out what they
 * stand for. Those of cameras are in partitions/place.ts.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import type { KeyRing } from './keyring.ts';

export type KeyedHash = (text: string) => string;

/** What stands for the network address of a display: under the newest sealing key. */
export function displayPlace({ sealing: [{ key }] }: Pick<KeyRing, 'sealing'>): KeyedHash {
  const derived = hkdfSync('sha256', key, Buffer.alloc(0), 'casement display place', 32);
  const secret = Buffer.from(derived);
  return (text) => createHmac('sha256', secret).update(text).digest('base64url');
}
