/**
 * Fills an empty data file with rows as they stand in its tables, by the million: for benches. No operation of the store
 * is asked, so nothing is checked of what is written.
 */
import Database from 'better-sqlite3';
import { openSqlite } from './open.ts';

type Cell = string | number | null;

/** Puts one row into a table each; the columns are those of the name. */
export type RowWriter = (...row: readonly Cell[]) => void;

export interface BulkRows {
  /** Returns what writes rows of these columns into a table. */
  into(table: string, columns: readonly string[]): RowWriter;
  /** Makes what was written so far one transaction. */
  commit(): void;
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
  fill: (rows: BulkRows) => void,
): Promise<void> {
  await openSqlite({ file }).close();
  const db = new Database(file);
  try {
    db.pragma('foreign_keys = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('journal_mode = MEMORY');
    db.pragma('cache_size = -2000000');
    const aside = setAside(db);
    db.exec('BEGIN');
    fill({
      into(table, columns) {
        const marks = columns.map(() => '?').join(', ');
        const statement = db.prepare(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`,
        );
        return (...row) => void statement.run(...row);
      },
      commit: () => void db.exec('COMMIT; BEGIN'),
    });
    db.exec('COMMIT');
    for (const sql of aside) db.exec(sql);
    db.prepare<[number]>('UPDATE revision SET value = ? WHERE id = 1').run(revision);
    db.pragma('journal_mode = WAL');
  } finally {
    db.close();
  }
}
