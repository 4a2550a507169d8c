/** Counts the rows of a table, and sums them up so that two tables can be compared. */
import { createHash } from 'node:crypto';
import type { Row, RowReader } from './side.ts';
import { columnsOf, type CopiedTable } from './tables.ts';

export interface Tally {
  readonly count: number;
  /** The same only if the same rows came in the same order: SHA-256, hexadecimal. */
  readonly sum: string;
}

/** What rows are added to. */
export interface Tallying {
  add(rows: readonly Row[]): void;
  result(): Tally;
}

/** Begins to count rows of that table. The number by which rows are in order differs between engines, and does not count. */
export function beginTally(table: CopiedTable): Tallying {
  const width = columnsOf(table).length;
  const hash = createHash('sha256');
  let count = 0;
  return {
    add(rows) {
      for (const row of rows) hash.update(`${JSON.stringify(row.slice(0, width))}\n`);
      count += rows.length;
    },
    result: () => ({ count, sum: hash.digest('hex') }),
  };
}

/** Reads a whole table. */
export async function tallyOf(reader: RowReader, table: CopiedTable): Promise<Tally> {
  const tallying = beginTally(table);
  for await (const rows of reader.rows(table)) tallying.add(rows);
  return tallying.result();
}
