/**
 * The real store on a real file, put back after every run: the whole run is one transaction that is
 * rolled back, inside which the transactions of the operations are savepoints. Nothing waits for the
 * disk, and every run begins with the same rows.
 */
import Database from 'better-sqlite3';
import { migrations } from '../../../storage/migrations/all.ts';
import { configure, createEngine } from '../../../storage/sqlite/engine.ts';
import { migrate } from '../../../storage/sqlite/migrate.ts';
import { storeOn } from '../../../storage/sqlite/open.ts';
import type { Store } from '../../../storage/store.ts';

export interface ScratchStore {
  readonly store: Store;
  /** Resolves once no call of the store is under way: a server answers some turns of the event loop later. */
  quiet(): Promise<void>;
  /** Whether one is. */
  readonly isBusy: boolean;
  /** What was written before the first `begin` is there in every run. */
  begin(): Promise<void>;
  /** Undoes everything since `begin`. */
  undo(): Promise<void>;
  close(): Promise<void>;
}

/** Makes `file`. `now`: milliseconds since 1970. */
export function openScratchStore(file: string, now: () => number): ScratchStore {
  const db = new Database(file);
  configure(db);
  migrate(db, migrations, now);
  const engine = createEngine(db);
  return {
    store: storeOn(engine, now),
    isBusy: false,
    quiet: () => Promise.resolve(),
    begin: async () => void db.exec('BEGIN IMMEDIATE'),
    undo: async () => void db.exec('ROLLBACK'),
    close: async () => engine.close(),
  };
}
