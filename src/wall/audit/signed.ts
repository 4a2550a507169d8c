/** A value beside the chain, signed with the chain's key, so that an alteration is found out. */
import { z } from 'zod';
import type { AuditKeys } from '../../identity/audit-key.ts';
import { apart, chained, hashOf } from './chain.ts';

const schema = z.object({ key: z.string(), value: z.unknown() });

/** Returns one line of JSON. `purpose` takes part in the signature: one value cannot stand in for another. */
export function signed([{ kid, key }]: AuditKeys, purpose: string, value: unknown): string {
  return chained(key, purpose, { key: kid, value }).line;
}

/** @throws Error unless it is as it was signed, for this purpose and with one of these keys. */
export function readSigned<T>(
  keys: AuditKeys,
  purpose: string,
  bytes: Buffer,
  form: z.ZodType<T>,
): T {
  const found = apart(bytes);
  if (found === undefined) throw new Error('it has another form');
  const { key: kid, value } = schema.parse(JSON.parse(found.text.toString()));
  const key = keys.find((candidate) => candidate.kid === kid)?.key;
  if (key === undefined) throw new Error('its key is not in the key ring');
  if (hashOf(key, purpose, found.text) !== found.hash) throw new Error('it was altered');
  return form.parse(value);
}
