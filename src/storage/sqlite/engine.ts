/** The driver behind one small interface: asynchronous outside, with closed failure codes for what it throws. */
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import { skeletonOf } from '../../identity/email.ts';
import { movedAway } from '../copy/words.ts';

/** How long a call may block the event loop while another process holds the write lock. */
const blockMs = 20;
/** How long a call waits for that lock in all, yielding to other work in between. */
const timeoutMs = 2_000;
const pauseMs = 10;

export interface Engine {
  /** Compiles a statement: `Params` are its placeholders in order, `Row` what a row looks like. */
  prepare<Params extends unknown[], Row = unknown>(sql: string): Database.Statement<Params, Row>;
  /** Runs reading statements. */
  read<T>(work: () => T): Promise<T>;
  /** Runs statements in one transaction that holds the write lock from its beginning. */
  write<T>(work: () => T): Promise<T>;
  close(): void;
}

/** Makes what a caller may know of a driver's error; the error itself goes into `cause`. */
export function unavailable(cause: unknown): Failure {
  return new Failure('storage-down', 'storage is not available', { cause });
}

// Compared by its code, not by its class: the addon keeps the class of whoever loaded it first in this
// process, which under jest is another test file.
const says = (error: unknown, code: string): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  String(error.code).startsWith(code);

/** Whether it is there already, or what it refers to is not: SQLite's extended result codes. */
const isConflict = (error: unknown): boolean =>
  ['UNIQUE', 'PRIMARYKEY', 'FOREIGNKEY', 'ROWID'].some((kind) =>
    says(error, `SQLITE_CONSTRAINT_${kind}`),
  );

/** The triggers that refuse are those of copy-marks.ts and of migrations/0008-dropped-keys.ts. */
function refusedByTrigger(cause: unknown): Failure {
  const isMoved =
    typeof cause === 'object' &&
    cause !== null &&
    'message' in cause &&
    cause.message === movedAway;
  const message = isMoved ? movedAway : 'the keys were changed meanwhile: try again';
  return new Failure('bad-request', message, { cause });
}

async function patiently<T>(work: () => T): Promise<T> {
  const giveUp = performance.now() + timeoutMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (says(error, 'SQLITE_CONSTRAINT_TRIGGER')) throw refusedByTrigger(error);
      if (isConflict(error)) {
        throw new Failure('conflict', 'this contradicts what is stored already', { cause: error });
      }
      // A value that no table takes is a fault of the caller: another attempt would not mend it.
      if (says(error, 'SQLITE_CONSTRAINT')) {
        throw new Failure('internal', 'the store refused a value', { cause: error });
      }
      if (!says(error, 'SQLITE_BUSY') || performance.now() >= giveUp) throw unavailable(error);
    }
    await pause(pauseMs);
  }
}

/** Sets up a connection. This must happen outside of a transaction, before anything else. */
export function configure(db: Database.Database): void {
  db.pragma('trusted_schema = OFF');
  db.pragma('foreign_keys = ON');
  db.pragma('journal_mode = WAL');
  // Every commit is on the disk before its operation resolves.
  db.pragma('synchronous = FULL');
  db.function('skeleton_of', { deterministic: true }, (email) => skeletonOf(String(email)));
}

/** Wraps an open, configured and migrated connection. `close` is idempotent. */
export function createEngine(db: Database.Database): Engine {
  db.pragma(`busy_timeout = ${blockMs}`);
  return {
    prepare: <Params extends unknown[], Row>(sql: string) =>
      db.prepare(sql) as Database.Statement<Params, Row>,
    read: (work) => patiently(work),
    write: (work) => patiently(() => db.transaction(work).immediate()),
    close: () => void db.close(),
  };
}
