/** Reads and writes the rows that are copied, in SQLite. */
import type Database from 'better-sqlite3';
import type { Cell, Row, RowReader, RowWriter } from '../copy/side.ts';
import { columnsOf, keyOf, type CopiedTable } from '../copy/tables.ts';
import { unavailable } from './engine.ts';

/** So many rows are handed on at a time. */
const atOnce = 1_000;

/** Returns the statement that reads a table. */
function selectOf(table: CopiedTable): string {
  const { name, order, inSqlite = {} } = table;
  const { read = {}, position } = inSqlite;
  const cells = columnsOf(table).map(([column]) => `${read[column] ?? `t.${column}`} AS ${column}`);
  const key = keyOf(table).map((column) => `${column} NULLS FIRST`);
  const at = position ? 't.position' : 't.rowid';
  const all = order === undefined ? cells : [...cells, at];
  const by = order === undefined ? key : [at, ...key];
  return `SELECT ${all.join(', ')} FROM ${inSqlite.table ?? name} t ORDER BY ${by.join(', ')}`;
}

/** Returns what reads rows by that connection. */
export function sqliteReader(db: Database.Database): RowReader {
  return {
    async *rows(table) {
      try {
        let some: Row[] = [];
        for (const row of db.prepare<[], Row>(selectOf(table)).raw().iterate()) {
          some.push(row);
          if (some.length < atOnce) continue;
          yield some;
          some = [];
        }
        if (some.length > 0) yield some;
      } catch (error) {
        // Its engine is told here: who reads may be writing into another.
        throw unavailable(error);
      }
    },
  };
}

/** The statement that writes a row, and which of its cells that takes. */
interface Insert {
  readonly sql: string;
  readonly taken: readonly number[];
}

function insertOf(table: CopiedTable): Insert {
  const { name, inSqlite = {} } = table;
  const { read = {}, position, write } = inSqlite;
  const names = columnsOf(table).map(([column]) => column);
  if (write !== undefined) return { sql: write, taken: names.map((_, at) => at) };
  const taken = names.flatMap((column, at) => (read[column] === undefined ? [at] : []));
  const own = taken.map((at) => names[at] ?? '');
  const all = position ? [...own, 'position'] : own;
  const marks = all.map(() => '?').join(', ');
  return { sql: `INSERT INTO ${name} (${all.join(', ')}) VALUES (${marks})`, taken };
}

/** Returns what writes rows by that connection, and reads them again. The caller has begun a transaction. */
export function sqliteWriter(db: Database.Database): RowWriter {
  const written = new Map<string, number>();
  return {
    ...sqliteReader(db),
    async write(table, rows) {
      const { sql, taken } = insertOf(table);
      const statement = db.prepare<Cell[]>(sql);
      let count = written.get(table.name) ?? 0;
      for (const row of rows) {
        count += 1;
        const cells = taken.map((at) => row[at] ?? null);
        statement.run(...(table.inSqlite?.position ? [...cells, count] : cells));
      }
      written.set(table.name, count);
    },
  };
}
