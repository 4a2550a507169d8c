/**
 * The mark of a `casement store copy` that has begun and is not at its end: `store-copy.json` in the data folder. While it is
 * there nothing starts on the folder. It says where the copy goes, so that another run goes on with the same.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';

const schema = z.strictObject({
  version: z.literal(1),
  /** Its id. */
  copy: z.string().regex(/^[0-9a-f]{32}$/),
  /** The engine that it goes to. */
  to: z.enum(['sqlite', 'postgres']),
  /** The database that is copied: see storage/restores.ts. */
  lineage: z.string(),
  /** Which one a server's database was before it was filled. */
  target: z.string().optional(),
});
export type CopyMark = Omit<z.infer<typeof schema>, 'version'>;

const fileIn = (dataDir: string): string => join(dataDir, 'store-copy.json');

function syncFolder(dataDir: string): void {
  const folder = openSync(dataDir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Returns undefined if there is none. @throws Failure `internal` if it cannot be read */
export function readCopyMark(dataDir: string): CopyMark | undefined {
  if (!existsSync(fileIn(dataDir))) return undefined;
  try {
    const { version, ...mark } = schema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
    void version;
    return mark;
  } catch (cause) {
    throw new Failure('internal', `${fileIn(dataDir)} cannot be read`, { cause });
  }
}

/** Durable when this returns. */
export function writeCopyMark(dataDir: string, mark: CopyMark): void {
  const file = fileIn(dataDir);
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeFileSync(handle, `${JSON.stringify({ version: 1, ...mark })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
  syncFolder(dataDir);
}

/** Durable when this returns. Idempotent. */
export function removeCopyMark(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
  syncFolder(dataDir);
}

/** @throws Failure `bad-request`, saying what to do, if a copy was cut off */
export function refuseHalfCopied(dataDir: string): void {
  const mark = readCopyMark(dataDir);
  if (mark === undefined) return;
  throw new Failure(
    'bad-request',
    `casement store copy is at work on ${dataDir}, or was cut off: run casement store copy --to ${mark.to} again, or with --take-back to stay where it was`,
  );
}
