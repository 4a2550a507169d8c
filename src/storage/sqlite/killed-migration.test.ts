/**
 * A file whose migration was killed, at each statement of each step: a copy of what lies on the disk at that moment is what
 * `kill -9` leaves.
 *
 * @takes 5 s
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { migrations } from '../migrations/all.ts';
import { configure } from './engine.ts';
import { migrate } from './migrate.ts';
import { openSqlite } from './open.ts';

let folder: string;
beforeEach(() => {
  folder = scratchFolder('killed-migration');
});
afterEach(() => removeFolder(folder));

/** A database and the files that SQLite keeps beside it. */
const parts = ['', '-wal', '-shm'];

function copyOf(file: string, to: string): void {
  for (const part of parts) if (existsSync(file + part)) copyFileSync(file + part, to + part);
}

function digestOf(file: string): string {
  const hash = createHash('sha256');
  for (const part of ['', '-wal']) {
    hash.update(part).update(existsSync(file + part) ? readFileSync(file + part) : '');
  }
  return hash.digest('hex');
}

/** Runs `work` on a file, and `seen` before each of its statements. */
function opened(file: string, seen: () => void, work: (db: Database.Database) => void): void {
  const db = new Database(file, { verbose: seen });
  try {
    configure(db);
    // What is not committed yet comes into the log, too.
    db.pragma('cache_size = 1');
    work(db);
  } finally {
    db.close();
  }
}

const schemaOf = (file: string): unknown => {
  const db = new Database(file, { readonly: true });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    return db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  } finally {
    db.close();
  }
};

test('whatever was killed, the next start goes on', async () => {
  const fresh = join(folder, 'fresh.db');
  await openSqlite({ file: fresh }).close();
  const whole = schemaOf(fresh);
  let statements = 0;
  const states = new Map<string, string>();
  const file = join(folder, 'casement.db');
  for (const { version } of migrations) {
    const snapshot = (): void => {
      statements += 1;
      const digest = digestOf(file);
      if (states.has(digest)) return;
      const copy = join(folder, `${version}-${statements}.db`);
      copyOf(file, copy);
      states.set(digest, copy);
    };
    opened(file, snapshot, (db) => migrate(db, migrations.slice(0, version), Date.now));
  }
  // Most statements leave the files as they were.
  expect(states.size).toBeGreaterThanOrEqual(migrations.length);
  for (const copy of states.values()) {
    await openSqlite({ file: copy }).close();
    expect(schemaOf(copy)).toEqual(whole);
  }
});
