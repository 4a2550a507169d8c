/** Where the delivery record lies, and how its files are named. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissingFile } from '../../common/missing-file.ts';

export interface RecordPlace {
  /** Folder of the files. */
  readonly folder: string;
  /** The anchor: what the last line was. It lies outside the folder, so that they do not vanish together. */
  readonly head: string;
  /** Totals of the sessions that run: the beginning of the names of two files. */
  readonly running: string;
}

/** Returns the places below a data folder. */
export function recordPlace(dataDir: string): RecordPlace {
  const folder = join(dataDir, 'audit');
  return { folder, head: join(dataDir, 'audit-head.json'), running: join(folder, 'running') };
}

const digits = 12;
const form = /^(\d{12})\.jsonl$/;

export interface RecordFile {
  readonly path: string;
  readonly name: string;
  /** Sequence number of its first line, by its name; undefined if the name has none. */
  readonly first: number | undefined;
}

/** Returns the file that begins with line `first`. */
export function recordFile(folder: string, first: number): RecordFile {
  const name = `${String(first).padStart(digits, '0')}.jsonl`;
  return { path: join(folder, name), name, first };
}

/** Returns every file that looks like one of the record's, in the order of their names. */
export async function recordFiles(folder: string): Promise<readonly RecordFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissingFile(error)) return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .map((name) => {
      const digitsOfName = form.exec(name)?.[1];
      const first = digitsOfName === undefined ? undefined : Number(digitsOfName);
      return { path: join(folder, name), name, first };
    });
}
