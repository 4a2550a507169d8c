/** The anchor of the chain: its last line, as it was when it was last known to be on the disk. */
import { z } from 'zod';
import type { AuditKeys } from '../identity/audit-key.ts';
import { signedFile, type SignedFile } from './signed-file.ts';

const schema = z.strictObject({
  /** 0 before the first line. */
  seq: z.int().min(0),
  hash: z.string(),
});

export type Head = z.infer<typeof schema>;

export function headFile(path: string, keys: AuditKeys): SignedFile<Head> {
  return signedFile(path, 'casement audit head', schema, keys);
}
