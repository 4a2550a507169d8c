/**
 * The parts of a backup, of one moment: the database first with the keys that open it, then what the record's
 * anchor says, then the record's files as they are. So the record has all that the database of the backup
 * allowed; later lines in it do no harm.
 */
import { createReadStream } from 'node:fs';
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordPlace } from '../../wall/audit/place.ts';
import { recordFiles } from '../../wall/audit/place.ts';
import type { Part } from '../../wall/operator/backup/archive.ts';
import { isMissingFile } from '../../common/missing-file.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { copyDatabase } from '../../storage/sqlite/copy.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** A small file that may be rewritten meanwhile; none if it does not exist. */
async function small(name: string, path: string): Promise<readonly Part[]> {
  try {
    const bytes = await readFile(path);
    return [{ name, size: bytes.length, read: () => once(bytes) }];
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}

/** Yields the first `size` bytes of an open file: what is appended later is left out. */
async function* beginning(handle: FileHandle, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < size;) {
    const { bytesRead, buffer } = await handle.read({
      buffer: Buffer.alloc(Math.min(65_536, size - at)),
      position: at,
    });
    if (bytesRead === 0) throw new Error('a file of the record became shorter');
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/**
 * Copies the database to `copy`; returns its keys. Nobody changes them meanwhile: a database that was copied
 * before everything was sealed anew cannot be opened by later keys.
 */
async function copyWithKeys(folder: string, copy: string): Promise<readonly Part[]> {
  const { database, keys, keysLock } = dataFolder(folder);
  const letGo = acquireFileLock(keysLock, 'another command is changing the keys');
  try {
    await copyDatabase(database, copy);
    return await small('keys.json', keys);
  } finally {
    letGo();
  }
}

export interface Parts {
  readonly parts: readonly Part[];
  close(): Promise<void>;
}

/** `staging`: an empty folder for the copy of the database. Close it before that is removed. */
export async function collectParts(
  folder: string,
  record: RecordPlace,
  staging: string,
  withKeys: boolean,
): Promise<Parts> {
  const copy = join(staging, 'casement.db');
  const keys = await copyWithKeys(folder, copy);
  const head = await small('audit-head.json', record.head);
  const handles: FileHandle[] = [];
  const files: Part[] = [];
  for (const { path, name } of await recordFiles(record.folder)) {
    // Held open: a file that reaches its age meanwhile can still be read.
    const handle = await open(path, 'r').catch((error: unknown) => {
      if (isMissingFile(error)) return undefined;
      throw error;
    });
    if (handle === undefined) continue;
    handles.push(handle);
    const { size } = await handle.stat();
    files.push({ name: `audit/${name}`, size, read: () => beginning(handle, size) });
  }
  const running = [];
  for (const turn of ['0', '1']) {
    running.push(...(await small(`audit/running.${turn}`, `${record.running}.${turn}`)));
  }
  const { size } = await stat(copy);
  return {
    parts: [
      { name: 'casement.db', size, read: () => createReadStream(copy) as AsyncIterable<Buffer> },
      ...(withKeys ? keys : []),
      ...head,
      ...files,
      ...running,
    ],
    async close() {
      for (const handle of handles) await handle.close();
    },
  };
}
