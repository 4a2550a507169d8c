/**
 * Keys of the delivery record: HMAC-SHA256, derived (HKDF, RFC 5869) from the sealing keys, so that a
 * new sealing key brings a new one and what the older signed can still be checked.
 */
import { createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyRing, SharedKey } from './keyring.ts';

/** Newest first: the first signs, all verify. */
export type AuditKeys = readonly [SharedKey, ...SharedKey[]];

function derived({ kid, key }: SharedKey): SharedKey {
  const bytes = hkdfSync('sha256', key, Buffer.alloc(0), 'casement delivery record', 32);
  return { kid, key: createSecretKey(Buffer.from(bytes)) };
}

export function auditKeys(ring: KeyRing): AuditKeys {
  const [newest, ...older] = ring.sealing;
  return [derived(newest), ...older.map(derived)];
}
