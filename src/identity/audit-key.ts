/**
 * Keys of the delivery record: HMAC-SHA256, used for nothing else. They are kept as long as the record, and
 * do not change when sealing keys do.
 */
import type { KeyRing, SharedKey } from './keyring.ts';

/** Newest first: the first signs, all verify. */
export type AuditKeys = readonly [SharedKey, ...SharedKey[]];

/** Returns those of a key ring. */
export const auditKeys = ({ record }: Pick<KeyRing, 'record'>): AuditKeys => record;
