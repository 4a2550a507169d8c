/**
 * Fills an empty data file with rows as they stand in its tables, by the million: for benches. No operation of the store
 * is asked, so nothing is checked of what is written.
 */
import Database from 'better-sqlite3';
import { openSqlite } from './open.ts';

export interface BulkFile {
  /** Lets statements call a function, of the number of a row. */
  readonly define: (name: string, cell: (n: number) => string) => void;
  /** Runs a statement, as one transaction. */
  readonly run: (sql: string) => void;
}

/** Drops indexes and triggers, and returns what makes them anew: an index over all rows at once is made in seconds. */
function setAside(db: Database.Database): readonly string[] {
  const found = db
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_schema
       WHERE type IN ('index', 'trigger') AND sql IS NOT NULL`,
    )
    .all();
  for (const { type, name } of found) db.exec(`DROP ${type} "${name}"`);
  return found.map(({ sql }) => sql);
}

/** Makes the file, has `fill` write its rows, and leaves it at `revision`. A file of which that failed is of no use. */
export async function fillRows(
  file: string,
  revision: number,
  fill: (into: BulkFile) => void,
): Promise<void> {
  await openSqlite({ file }).close();
  const db = new Database(file);
  try {
    db.pragma('foreign_keys = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('journal_mode = MEMORY');
    db.pragma('cache_size = -2000000');
    const aside = setAside(db);
    fill({
      define: (name, cell) =>
        void db.function(name, { deterministic: true }, (n) => cell(Number(n))),
      run: (sql) => void db.exec(sql),
    });
    for (const sql of aside) db.exec(sql);
    db.prepare<[number]>('UPDATE revision SET value = ? WHERE id = 1').run(revision);
    db.pragma('journal_mode = WAL');
  } finally {
    db.close();
  }
}

/** Yields what a statement finds in such a file, row by row, each as the list of its cells. */
export function* readRows(
  file: string,
  sql: string,
): Generator<readonly (string | number | null)[]> {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    yield* db.prepare<[], (string | number | null)[]>(sql).raw().iterate();
  } finally {
    db.close();
  }
}
