/** A SQLite file as one end of `casement store copy`. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import type { CopySide, Counters, Filling } from '../copy/side.ts';
import { markAway, markLeft, marksIn, unmarkAway } from './copy-marks.ts';
import { sqliteReader, sqliteWriter } from './copy-rows.ts';
import { configure, unavailable } from './engine.ts';
import { openSqlite } from './open.ts';

/** SQLite's own files go by the name of the database. The log first: beside another database it would be laid over that. */
const parts = ['-wal', '-shm', ''];

/** Makes the names in the folder of `file` durable. */
function syncNames(file: string): void {
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function countersOn(db: Database.Database): Counters {
  const row = db
    .prepare<[], { id: string; counted: 0 | 1; control: number; revision: number }>(
      `SELECT l.id, l.counted, c.value AS control, max(r.value,
        coalesce((SELECT max(began) FROM entries), 0), coalesce((SELECT max(revision) FROM resumptions), 0)) AS revision
      FROM lineage l, control_revision c, revision r`,
    )
    .get();
  if (row === undefined) throw new TypeError('the counters are missing');
  const { id: lineage, counted, control, revision } = row;
  return { lineage, counted: counted === 1, control, revision };
}

/** Says what it is now, last of all: writing rows has counted up. */
function setCounters(db: Database.Database, { copy, counters, known }: Filling, now: number): void {
  const { lineage, counted, control, revision } = counters;
  db.prepare('UPDATE lineage SET id = ?, counted = ?').run(lineage, counted ? 1 : 0);
  db.prepare('UPDATE control_revision SET value = ?').run(control);
  db.prepare('UPDATE revision SET value = ?').run(Math.max(revision, known) + 1);
  db.prepare(`INSERT INTO copies (way, copy, at, done) VALUES ('here', ?, ?, 1)`).run(copy, now);
}

/** Fills a new file. */
async function fillNew(draft: string, filling: Filling, now: () => number): Promise<void> {
  await openSqlite({ file: draft, now }).close();
  const db = new Database(draft);
  try {
    configure(db);
    db.exec('BEGIN IMMEDIATE');
    await filling.write(sqliteWriter(db));
    setCounters(db, filling, now());
    db.exec('COMMIT');
  } finally {
    // The last to close it leaves one file, without a log beside it.
    db.close();
  }
}

/** `file` is the data folder's own; what is to be there is made beside it. */
export function sqliteSide(file: string, now: () => number = Date.now): CopySide {
  const draft = `${file}.copying`;
  const removeDraft = (): void => {
    for (const part of parts) rmSync(draft + part, { force: true });
  };

  /** Moves away what was moved to a server before. */
  function setAside(copy: string): void {
    for (const part of parts) {
      if (existsSync(file + part)) renameSync(file + part, `${file}.before-${copy}${part}`);
    }
  }

  return {
    engine: 'sqlite',
    marks: async () => marksIn(file),
    async mayLeave() {
      if (!existsSync(file)) {
        throw new Failure('not-found', `there is no database ${file}`);
      }
      // Brings one of an earlier version up to this one, and refuses one of a later.
      await openSqlite({ file, now }).close();
    },
    async mayBeFilled() {
      if (!existsSync(file) || marksIn(file).away?.done === true) return;
      throw new Failure(
        'bad-request',
        `${file} is there already: nothing is copied over a database. Name another folder as --data-dir, with the key file in it`,
      );
    },
    leave: async (copy) => markAway(file, copy, now()),
    left: async (copy) => markLeft(file, copy),
    async stay() {
      if (existsSync(file)) unmarkAway(file);
    },
    async read(work) {
      const db = new Database(file, { readonly: true, fileMustExist: true });
      try {
        db.exec('BEGIN');
        return await work(sqliteReader(db), countersOn(db));
      } finally {
        db.close();
      }
    },
    async receive(filling) {
      removeDraft();
      try {
        await fillNew(draft, filling, now);
      } catch (error) {
        removeDraft();
        throw error instanceof Failure ? error : unavailable(error);
      }
      setAside(filling.copy);
      renameSync(draft, file);
      syncNames(file);
    },
    discard: async () => removeDraft(),
    close: async () => undefined,
  };
}
