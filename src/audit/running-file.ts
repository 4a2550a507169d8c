/** Totals of the sessions that run: rewritten all the time, so that a crash loses no more than that. */
import { z } from 'zod';
import type { AuditKeys } from '../identity/audit-key.ts';
import { signedFile, type SignedFile } from './signed-file.ts';

/** By session: bytes, units, and the time of the last byte. */
const schema = z.record(z.string(), z.tuple([z.int(), z.int(), z.int()]));

export type Running = z.infer<typeof schema>;

export function runningFile(path: string, keys: AuditKeys): SignedFile<Running> {
  return signedFile(path, 'casement audit running', schema, keys);
}
