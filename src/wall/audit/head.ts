/** The anchor of the chain: its last line, as it was when it was last known to be on the disk. */
import { z } from 'zod';
import type { AuditKeys } from '../../identity/audit-key.ts';
import { readSigned, signed } from './signed.ts';
import { readWhole, replaceFile } from './whole-file.ts';

const purpose = 'casement audit head';
const schema = z.strictObject({
  /** 0 before the first line. */
  seq: z.int().min(0),
  hash: z.string(),
  /** The highest revision of the store that the record knows of; absent before any was known. */
  revision: z.int().min(0).optional(),
});

export type Head = Readonly<z.infer<typeof schema>>;

export interface HeadFile {
  /** Undefined where there is none. @throws Error where it is not as it was written. */
  read(): Promise<Head | undefined>;
  /** On the disk when it resolves. */
  write(head: Head): Promise<void>;
}

export function headFile(path: string, keys: AuditKeys): HeadFile {
  return {
    async read() {
      const bytes = await readWhole(path);
      return bytes && readSigned(keys, purpose, bytes, schema);
    },
    write: (head) => replaceFile(path, signed(keys, purpose, head)),
  };
}
