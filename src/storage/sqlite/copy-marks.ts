/** What a SQLite file says of `casement store copy`, read and written before the store is opened. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import type { CopyMarks } from '../copy/side.ts';
import { isMoved, isMoving, movedAway } from '../copy/words.ts';
import { unavailable } from './engine.ts';

/** How long another process that is writing is waited for. */
const timeoutMs = 5_000;

const hasTable = (db: Database.Database, name: string): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !==
  undefined;

interface MarkRow {
  readonly way: 'here' | 'away';
  readonly copy: string;
  readonly done: 0 | 1;
}

function marksOn(db: Database.Database): Pick<CopyMarks, 'here' | 'away'> {
  if (!hasTable(db, 'copies')) return {};
  const rows = db.prepare<[], MarkRow>('SELECT way, copy, done FROM copies').all();
  const [here, away] = (['here', 'away'] as const).map((way) =>
    rows.find((row) => row.way === way),
  );
  return {
    ...(here !== undefined && { here: here.copy }),
    ...(away !== undefined && { away: { copy: away.copy, done: away.done === 1 } }),
  };
}

/** Does `work` on a file that is there. @throws Failure `storage-down` if that cannot be done */
function onFile<T>(file: string, work: (db: Database.Database) => T): T {
  try {
    const db = new Database(file, { fileMustExist: true, timeout: timeoutMs });
    try {
      db.pragma('synchronous = FULL');
      return work(db);
    } finally {
      db.close();
    }
  } catch (error) {
    throw error instanceof Failure ? error : unavailable(error);
  }
}

/** Returns what the file says; nothing if there is none. @throws Failure `storage-down` if it cannot be read */
export function marksIn(file: string): CopyMarks {
  if (!existsSync(file)) return { revision: 0 };
  return onFile(file, (db) => {
    const one = (table: string, column: string): unknown =>
      hasTable(db, table) ? db.prepare(`SELECT ${column} FROM ${table}`).pluck().get() : undefined;
    const lineage = one('lineage', 'id');
    return {
      ...marksOn(db),
      ...(typeof lineage === 'string' && { lineage }),
      revision: Number(one('revision', 'value') ?? 0),
    };
  });
}

const refusal = (file: string, done: boolean): Failure =>
  new Failure(
    'bad-request',
    `${file} is not to be used: ${done ? isMoved('postgres') : isMoving('postgres')}`,
  );

/** @throws Failure `bad-request`, saying what to do, if a copy takes away what it holds, or has */
export function refuseAway(file: string, db: Database.Database): void {
  const { away } = marksOn(db);
  if (away !== undefined) throw refusal(file, away.done);
}

/** The same of a file that is not open; nothing if there is none. */
export function refuseMovedFile(file: string): void {
  const { away } = marksIn(file);
  if (away !== undefined) throw refusal(file, away.done);
}

const changes = ['INSERT', 'UPDATE', 'DELETE'] as const;
const prefix = 'moved_away_';

/**
 * Has nothing open the file any more, nor write into it where it is open: a command that has it open does not hold the
 * folder's lock. @throws Failure `conflict` if another copy takes it away
 */
export function markAway(file: string, copy: string, now: number): void {
  onFile(file, (db) => {
    db.transaction(() => {
      const { away } = marksOn(db);
      if (away?.copy === copy) return;
      if (away !== undefined) throw new Failure('conflict', 'another copy takes this away');
      db.prepare(`INSERT INTO copies (way, copy, at, done) VALUES ('away', ?, ?, 0)`).run(
        copy,
        now,
      );
      const tables = db
        .prepare<[], string>(
          `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('copies', 'migrations')
           AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
        )
        .pluck()
        .all();
      for (const table of tables) {
        for (const change of changes) {
          db.exec(`CREATE TRIGGER ${prefix}${table}_${change.toLowerCase()} BEFORE ${change} ON ${table}
            BEGIN SELECT RAISE(ABORT, '${movedAway}'); END`);
        }
      }
    }).immediate();
  });
}

/** Notes that everything is elsewhere. */
export function markLeft(file: string, copy: string): void {
  onFile(file, (db) => {
    db.prepare(`UPDATE copies SET done = 1 WHERE way = 'away' AND copy = ?`).run(copy);
  });
}

/** Takes `markAway` back. */
export function unmarkAway(file: string): void {
  onFile(file, (db) => {
    db.transaction(() => {
      if (!hasTable(db, 'copies')) return;
      db.exec(`DELETE FROM copies WHERE way = 'away'`);
      const triggers = db
        .prepare<[string], string>(
          `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND substr(name, 1, ${prefix.length}) = ?`,
        )
        .pluck()
        .all(prefix);
      for (const name of triggers) db.exec(`DROP TRIGGER ${name}`);
    }).immediate();
  });
}
