/** What a database says of copies, and what counts up in it, read and written by the owner of its tables. */
import { Failure } from '../../common/failures.ts';
import type { CopyMarks, Counters, Filling } from '../copy/side.ts';
import { copiedTables } from '../copy/tables.ts';
import type { Transaction } from './copy-rows.ts';

interface MarkRow {
  readonly way: 'here' | 'away';
  readonly copy: string;
  readonly done: boolean;
}

/** Returns what it says. */
export async function marksOn(sql: Transaction): Promise<CopyMarks> {
  const rows = await sql.unsafe<MarkRow[]>('SELECT way, copy, done FROM casement.copies');
  const [counters] = await sql.unsafe<{ id: string; revision: number }[]>(
    'SELECT id, casement.taken() AS revision FROM casement.lineage',
  );
  const [here, away] = (['here', 'away'] as const).map((way) =>
    rows.find((row) => row.way === way),
  );
  return {
    ...(counters !== undefined && { lineage: counters.id }),
    revision: counters?.revision ?? 0,
    ...(here !== undefined && { here: here.copy }),
    ...(away !== undefined && { away: { copy: away.copy, done: away.done } }),
  };
}

/** The highest that something is dated by, or in order by, where the order of rows is that of revisions. */
const highest = `greatest((SELECT max(began) FROM casement.entries), (SELECT max(revision) FROM casement.resumptions),
    ${copiedTables
      .filter(({ name, order }) => order === 'noted' || name === 'entries')
      .map(({ name, order }) => `(SELECT max(${order}) FROM casement.${name})`)
      .join(', ')})`;

/** Returns what counts up. Rows have to be seen. */
export async function countersOn(sql: Transaction): Promise<Counters> {
  const [row] = await sql.unsafe<
    { id: string; counted: boolean; control: number; revision: number }[]
  >(`SELECT l.id, l.counted, c.value AS control, greatest(casement.revision(), casement.taken(), ${highest}) AS revision
    FROM casement.lineage l, casement.control_revision c`);
  if (row === undefined) throw new TypeError('the counters are missing');
  const { id: lineage, counted, control, revision } = row;
  return { lineage, counted, control, revision };
}

/** One that was moved away is shut, whatever is in it. */
const mustBeEmpty = [...copiedTables.map(({ name }) => name), 'copies'];

/** @throws Failure `bad-request` if there is any row. Rows have to be seen. */
export async function refuseRows(sql: Transaction): Promise<void> {
  for (const name of mustBeEmpty) {
    const [row] = await sql.unsafe<{ is: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM casement.${name}) AS is`,
    );
    if (row?.is !== true) continue;
    throw new Failure(
      'bad-request',
      `the database of MIGRATION_DATABASE_URL is not empty (${name}): nothing is copied over others. Make a new one and run casement migrate, or empty it (DROP SCHEMA casement CASCADE)`,
    );
  }
}

/** Says what it is now. Revisions go on above all that is known, and above all that is dated here. */
export async function setCounters(sql: Transaction, filling: Filling, now: number): Promise<void> {
  const { copy, counters, known } = filling;
  await sql.unsafe('UPDATE casement.lineage SET id = $1, counted = $2', [
    counters.lineage,
    counters.counted,
  ]);
  await sql.unsafe(
    `UPDATE casement.lineage
     SET base = base + greatest(0, greatest($1::bigint, ${highest}) - casement.revision() + 1)`,
    [Math.max(counters.revision, known)],
  );
  // By this a bridge notices that the database went back.
  await sql.unsafe(
    `UPDATE casement.takings_before SET value = value + greatest(0, $1::bigint - casement.taken() + 1)`,
    [Math.max(counters.revision, known)],
  );
  await sql.unsafe('UPDATE casement.control_revision SET value = $1', [counters.control]);
  await sql.unsafe(`INSERT INTO casement.copies VALUES ('here', $1, $2, true)`, [copy, now]);
}
