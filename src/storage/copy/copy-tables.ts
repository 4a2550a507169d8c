/** Copies every row of every table, and checks that the copy holds them. */
import { Failure } from '../../common/failures.ts';
import type { RowReader, RowWriter } from './side.ts';
import { beginTally, tallyOf, type Tally } from './tally.ts';
import { copiedTables, type CopiedTable } from './tables.ts';

/** How far it has come: so many rows of a table are written, or found there again. */
export interface CopyProgress {
  readonly at: 'copying' | 'copied' | 'checked';
  readonly table: string;
  readonly rows: number;
}

export type ReportCopy = (progress: CopyProgress) => void | Promise<void>;

async function copyTable(
  from: RowReader,
  to: RowWriter,
  table: CopiedTable,
  report: ReportCopy,
): Promise<Tally> {
  const tallying = beginTally(table);
  let rows = 0;
  for await (const some of from.rows(table)) {
    tallying.add(some);
    await to.write(table, some);
    rows += some.length;
    await report({ at: 'copying', table: table.name, rows });
  }
  await report({ at: 'copied', table: table.name, rows });
  return tallying.result();
}

/**
 * Returns how many rows each table has. What was written is read again: who calls this commits nothing if it rejects.
 * @throws Failure `internal` if that is not what was read
 */
export async function copyTables(
  from: RowReader,
  to: RowWriter,
  report: ReportCopy,
): Promise<Readonly<Record<string, number>>> {
  const tallies = new Map<CopiedTable, Tally>();
  for (const table of copiedTables) tallies.set(table, await copyTable(from, to, table, report));
  for (const [table, read] of tallies) {
    const there = await tallyOf(to, table);
    if (there.count !== read.count || there.sum !== read.sum) {
      throw new Failure(
        'internal',
        `the copy of ${table.name} is not what was read (${there.count} of ${read.count} rows): nothing was committed`,
      );
    }
    await report({ at: 'checked', table: table.name, rows: there.count });
  }
  return Object.fromEntries([...tallies].map(([{ name }, { count }]) => [name, count]));
}
