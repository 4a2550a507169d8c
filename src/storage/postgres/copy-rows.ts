/** Reads and writes the rows that are copied, in PostgreSQL: in one transaction, in which its owner sees them. */
import type { TransactionSql } from 'postgres';
import type { Row, RowReader, RowWriter } from '../copy/side.ts';
import { columnsOf, keyOf, type ColumnType, type CopiedTable } from '../copy/tables.ts';
import { failureOf } from './trouble.ts';

export type Transaction = TransactionSql<{ bigint: number }>;

/** So many rows are handed on at a time. */
const atOnce = 1_000;

function selectOf(table: CopiedTable): string {
  const { name, order, inPostgres = {} } = table;
  const cells = columnsOf(table).map(([column, type]) => {
    const own = inPostgres[column] ?? `t.${column}`;
    return `${type === 'flag' ? `(${own})::int` : own} AS ${column}`;
  });
  const key = keyOf(table).map((column) => `${column} NULLS FIRST`);
  const all = order === undefined ? cells : [...cells, `t.${order} AS at_`];
  const by = order === undefined ? key : ['at_', ...key];
  return `SELECT ${all.join(', ')} FROM casement.${name} t ORDER BY ${by.join(', ')}`;
}

/** Its engine is told here: who reads may be writing into another. */
async function told<T>(asking: PromiseLike<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    throw failureOf(error);
  }
}

/** Returns what reads rows in that transaction. */
export function postgresReader(sql: Transaction): RowReader {
  return {
    async *rows(table) {
      await told(sql.unsafe(`DECLARE copied NO SCROLL CURSOR FOR ${selectOf(table)}`));
      for (;;) {
        const some: readonly Row[] = await told(sql.unsafe(`FETCH ${atOnce} FROM copied`).values());
        if (some.length > 0) yield some;
        if (some.length < atOnce) break;
      }
      await told(sql.unsafe('CLOSE copied'));
    },
  };
}

const cellOf = (type: ColumnType, at: number): string => {
  if (type === 'text') return `r->>${at}`;
  return type === 'number' ? `(r->>${at})::bigint` : `(r->>${at})::int <> 0`;
};

function insertOf(table: CopiedTable): string {
  const ordered = table.order === undefined ? [] : [[table.order, 'number'] as const];
  const columns = [...columnsOf(table), ...ordered];
  const names = columns.map(([name]) => name);
  const cells = columns.map(([, type], at) => cellOf(type, at));
  return `INSERT INTO casement.${table.name} (${names.join(', ')})
    SELECT ${cells.join(', ')} FROM jsonb_array_elements($1::text::jsonb) WITH ORDINALITY AS e (r, at) ORDER BY at`;
}

/** Returns what writes rows in that transaction, and reads them again. */
export function postgresWriter(sql: Transaction): RowWriter {
  return {
    ...postgresReader(sql),
    async write(table, rows) {
      await told(sql.unsafe(insertOf(table), [JSON.stringify(rows)], { prepare: true }));
    },
  };
}
