/** Copies a database that other processes may write meanwhile, and reads a first fact from one. */
import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { unavailable } from './engine.ts';

const timeoutMs = 5_000;

/**
 * Copies `file` to `copy` (mode 0600), as it is at one moment, by SQLite's own means: a process that has a
 * database open must not open its file in any other way, or its locks would go.
 * @throws Failure `storage-down` if it cannot be read.
 */
export async function copyDatabase(file: string, copy: string): Promise<void> {
  closeSync(openSync(copy, 'wx', 0o600));
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: timeoutMs });
    try {
      // Copies all that is left in one step: a neighbour who writes on and on does not hold it up.
      await db.backup(copy, { progress: ({ remainingPages }) => Math.max(remainingPages, 1) });
    } finally {
      db.close();
    }
  } catch (error) {
    throw unavailable(error);
  }
}

/**
 * Returns the revision of a database on disk, before it is opened and brought up to date; undefined if there
 * is none yet. @throws Failure `storage-down` if it cannot be read.
 */
export function revisionIn(file: string): number | undefined {
  try {
    const db = new Database(file, { timeout: timeoutMs });
    try {
      const there = db
        .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'revision'`)
        .get();
      if (there === undefined) return undefined;
      const row = db
        .prepare<[], { value: number }>('SELECT value FROM revision WHERE id = 1')
        .get();
      return row?.value ?? 0;
    } finally {
      db.close();
    }
  } catch (error) {
    throw unavailable(error);
  }
}
