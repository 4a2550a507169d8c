/** Takes away what has reached its age: whole files, and only after the chain says so. */
import { rm, stat } from 'node:fs/promises';
import type { Journal } from './journal.ts';
import { recordFiles, type RecordPlace } from './place.ts';

/**
 * Drops every file last written before `time`; never the newest. A crash in between leaves files that
 * the chain calls dropped: they verify still, and go with the next call.
 */
export async function retire(place: RecordPlace, journal: Journal, time: number): Promise<number> {
  const files = await recordFiles(place.folder);
  const old = [];
  for (const file of files.slice(0, -1)) {
    if ((await stat(file.path)).mtimeMs >= time) break;
    old.push(file);
  }
  const first = files[old.length]?.first;
  if (old.length === 0 || first === undefined) return 0;
  journal.append({ kind: 'dropped', first, files: old.length });
  await journal.flush();
  for (const { path } of old) await rm(path);
  return old.length;
}
