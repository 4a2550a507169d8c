/** Fills a data file with very many rows: for benches, which need accounts by the ten thousand. */
import Database from 'better-sqlite3';
import { migrations } from '../migrations/all.ts';
import type { Store } from '../store.ts';
import { configure, createEngine } from './engine.ts';
import { migrate } from './migrate.ts';
import { storeOn } from './open.ts';
import { keepPrivate } from './private-file.ts';

/**
 * Runs `work` on a store whose operations are all part of one transaction: the disk is waited for once, at
 * the end, and if `work` rejects nothing of it was done. No other process can write meanwhile. A missing
 * `file` is made, as by `openSqlite`.
 */
export async function writeInBulk(
  file: string,
  work: (store: Omit<Store, 'close'>) => Promise<void>,
): Promise<void> {
  keepPrivate(file);
  const db = new Database(file);
  try {
    configure(db);
    migrate(db, migrations, Date.now);
    const store = storeOn(createEngine(db), Date.now);
    // Inside, the transaction of each operation becomes a savepoint.
    db.exec('BEGIN IMMEDIATE');
    await work(store);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}
