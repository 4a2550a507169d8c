/**
 * Keyed hashes that stand in the delivery record for addresses of displays: HMAC-SHA256, base64url, under a
 * key used for nothing else, so that nobody without the key ring can try out what they stand for. Those of
 * cameras are in wall/partitions/place.ts.
 */
import { createHmac } from 'node:crypto';
import type { KeyRing } from './keyring.ts';

export type KeyedHash = (text: string) => string;

/** Returns the hash that stands for the network address of a display. */
export function displayPlace({ displays: [{ key }] }: Pick<KeyRing, 'displays'>): KeyedHash {
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
