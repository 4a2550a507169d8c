/** The anchor of the chain: its last line, as of when it was last known to be on the disk. */
import { z } from 'zod';
import type { AuditKeys } from '../../identity/audit-key.ts';
import { readSigned, signed } from './signed.ts';
import { readWhole, replaceFile } from './whole-file.ts';

const purpose = 'casement audit head';
const schema = z.strictObject({
  /** 0 before the first line. */
  seq: z.int().min(0),
  hash: z.string(),
  /** The highest revision of the store that the record knows; absent until one was known. */
  revision: z.int().min(0).optional(),
});

export type Head = Readonly<z.infer<typeof schema>>;

export interface HeadFile {
  /** Returns undefined if there is none. @throws Error if it is not as it was written. */
  read(): Promise<Head | undefined>;
  /** Resolves when it is on the disk. */
  write(head: Head): Promise<void>;
}

/** Returns the anchor in the file at `path`; the newest of `keys` signs it. */
export function headFile(path: string, keys: AuditKeys): HeadFile {
  return {
    async read() {
      const bytes = await readWhole(path);
      return bytes && readSigned(keys, purpose, bytes, schema);
    },
    write: (head) => replaceFile(path, signed(keys, purpose, head)),
  };
}
