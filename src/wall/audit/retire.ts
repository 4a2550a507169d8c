/** Removes what has reached its age: whole files, and only after a line of the chain says so. */
import { open, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Journal } from './journal.ts';
import { recordFiles, type RecordFile, type RecordPlace } from './place.ts';

/** Longer than any line. */
const tailBytes = 65_536;
const dated = z.object({ at: z.iso.datetime() });

/**
 * Returns when a file was last written, by its last whole line; undefined if it says nothing. The file
 * system's own date changes with every copy.
 */
async function lastLine({ path }: RecordFile): Promise<number | undefined> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    await handle.read(bytes, 0, bytes.length, size - bytes.length);
    const [line = ''] = bytes.toString().split('\n').slice(-2);
    return Date.parse(dated.parse(JSON.parse(line)).at);
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}

/**
 * Returns the files that are older than `time`. A file whose date cannot be right is as old as the next dated
 * one. That is so if it says no date, or one in the future (the clock was ahead), or one before that of the
 * file before it (the clock was behind).
 */
async function older(
  files: readonly RecordFile[],
  time: number,
  now: number,
): Promise<readonly RecordFile[]> {
  let old: readonly RecordFile[] = [];
  let latest = -Infinity;
  for (const [at, file] of files.entries()) {
    const written = await lastLine(file);
    if (written === undefined || written > now || written < latest) continue;
    if (written >= time) break;
    latest = written;
    old = files.slice(0, at + 1);
  }
  return old;
}

export interface Terms {
  /** Milliseconds since 1970: files last written before then are dropped. */
  readonly before: number;
  readonly now: number;
}

/**
 * Drops every file last written before then, but never the newest; returns how many. A crash in between
 * leaves files that the chain calls dropped: they still verify, and go with the next call.
 */
export async function retire(
  place: RecordPlace,
  journal: Journal,
  { before, now }: Terms,
): Promise<number> {
  const files = await recordFiles(place.folder);
  const old = await older(files.slice(0, -1), before, now);
  const first = files[old.length]?.first;
  if (old.length === 0 || first === undefined) return 0;
  journal.append({ kind: 'dropped', first, files: old.length });
  await journal.flush();
  for (const { path } of old) await rm(path);
  return old.length;
}
