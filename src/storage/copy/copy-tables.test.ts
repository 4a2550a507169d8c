/** Whole copies between SQLite files: the same steps as between engines. postgres/copy-side.test.ts has the other. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { fillRich, wholeOf, type Rich } from '../contract/rich.ts';
import { noon, sampleAccount } from '../contract/shelf.ts';
import { sqliteSide } from '../sqlite/copy-side.ts';
import { openSqlite } from '../sqlite/open.ts';
import { copyTables, type CopyProgress } from './copy-tables.ts';
import type { CopySide, Row, RowWriter } from './side.ts';
import { columnsOf, copiedTables, leftOut, leftOutColumns } from './tables.ts';

const copy = 'c'.repeat(32);

let folder: string;
let from: string;
let to: string;
let sides: { from: CopySide; to: CopySide };
let rich: Rich;

const fileOf = (name: string): string => join(folder, name, 'casement.db');
const open = (file: string) => openSqlite({ file, now: () => noon });

/** As if a camera and a pin were from before: no operation makes such rows. */
function age(file: string): void {
  const db = new Database(file);
  db.exec('UPDATE cameras SET grandfathered = 1, unplaced = 1 WHERE epoch = 3');
  db.exec(`UPDATE pins SET listed = 0 WHERE line = 'still'`);
  db.close();
}

beforeEach(async () => {
  folder = scratchFolder('copy');
  [from, to] = [fileOf('from'), fileOf('to')];
  const store = open(from);
  rich = await fillRich(store);
  await store.close();
  age(from);
  sides = { from: sqliteSide(from), to: sqliteSide(to) };
});
afterEach(() => removeFolder(folder));

/** Copies everything; `through` is what comes between reading and writing. */
async function copyAll(
  known = 0,
  through = (writer: RowWriter): RowWriter => writer,
  report: (progress: CopyProgress) => void = () => undefined,
) {
  return sides.from.read(async (reader, counters) => {
    let rows: Readonly<Record<string, number>> = {};
    const write = async (writer: RowWriter): Promise<void> => {
      rows = await copyTables(reader, through(writer), report);
    };
    await sides.to.receive({ copy, counters, known, write });
    return rows;
  });
}

async function whole(file: string) {
  const store = open(file);
  try {
    return { said: await wholeOf(store, rich), revision: await store.revision() };
  } finally {
    await store.close();
  }
}

test('every table is copied, with rows in each, and the copy says the same, at a higher revision', async () => {
  const before = await whole(from);
  const steps: string[] = [];
  const rows = await copyAll(0, undefined, ({ at, table }) => steps.push(`${at} ${table}`));
  expect(Object.entries(rows).filter(([, count]) => count === 0)).toEqual([]);
  expect(Object.keys(rows)).toEqual(copiedTables.map(({ name }) => name));
  const after = await whole(to);
  expect(after.said).toEqual(before.said);
  expect(after.revision).toBeGreaterThan(before.revision);
  for (const { name } of copiedTables) {
    expect(steps).toEqual(
      expect.arrayContaining([`copying ${name}`, `copied ${name}`, `checked ${name}`]),
    );
  }
  expect(await sides.to.marks()).toMatchObject({ here: copy, lineage: before.said.lineage.id });
  expect(readdirSync(join(folder, 'to'))).toEqual(['casement.db']);
});

test('its revision is higher than any that is known', async () => {
  await copyAll(1_000_000);
  expect((await whole(to)).revision).toBeGreaterThan(1_000_000);
});

test('a copy is counted on as it was: its revision is that of its changes from now on', async () => {
  await copyAll();
  const store = open(to);
  const [, harbour] = rich.accounts;
  const before = await store.of(harbour).look(undefined);
  await store.of(harbour).revokeGrants();
  const after = await store.of(harbour).look(undefined);
  expect(after.revisions.all).toBeGreaterThan(before.revisions.all);
  expect(after.revisions.account).toBe(before.revisions.account + 1);
  await store.close();
});

/** Writes something else than what was read. */
const meddling =
  (table: string, change: (rows: readonly Row[]) => readonly Row[]) =>
  (writer: RowWriter): RowWriter => ({
    rows: (of) => writer.rows(of),
    write: (of, rows) => writer.write(of, of.name === table ? change(rows) : rows),
  });

test.each<[string, string, (rows: readonly Row[]) => readonly Row[]]>([
  ['a row that is left out', 'suspensions', (rows) => rows.slice(1)],
  [
    'another value',
    'grants',
    (rows) => rows.map(([id, , ...rest]) => [id ?? '', rows[0]?.[1] ?? '', ...rest]),
  ],
  ['another order', 'sign_ins', (rows) => rows.toReversed()],
])('%s is noticed, and nothing is committed', async (_what, table, change) => {
  await expect(copyAll(0, meddling(table, change))).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining(`the copy of ${table} is not what was read`),
  });
  expect(readdirSync(join(folder, 'to'))).toEqual([]);
});

test('every table and column of SQLite is copied, or left out with a reason', () => {
  const db = new Database(from);
  const found = db
    .prepare<[], { name: string; column: string }>(
      `SELECT t.name, c.name AS "column" FROM sqlite_schema t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'`,
    )
    .all()
    .filter(({ name }) => leftOut[name] === undefined)
    .map(({ name, column }) => `${name}.${column}`)
    .filter((name) => leftOutColumns[name] === undefined);
  db.close();
  const copied = copiedTables.flatMap((one) => {
    const { table = one.name, read = {}, position } = one.inSqlite ?? {};
    if (table !== one.name) return [];
    const own = columnsOf(one).map(([column]) => column);
    const there = own.filter((column) => read[column] === undefined);
    return [...there, ...(position ? ['position'] : [])].map((column) => `${table}.${column}`);
  });
  expect(copied.toSorted()).toEqual(found.toSorted());
});

test('what is to be moved opens no more, and who has it open writes no more, until that is taken back', async () => {
  const late = open(from);
  const account = sampleAccount();
  await sides.from.leave(copy);
  await sides.from.leave(copy);
  await expect(sides.from.leave('d'.repeat(32))).rejects.toMatchObject({ code: 'conflict' });
  expect(() => open(from)).toThrow('was cut off: run casement store copy --to postgres again');
  await expect(late.operator.accounts.add(account)).rejects.toThrow(
    'was moved by casement store copy',
  );
  await expect(late.of(rich.accounts[0]).revokeGrants()).rejects.toMatchObject({
    code: 'bad-request',
  });
  await expect(late.of(rich.accounts[0]).setPassword('x')).rejects.toThrow('moved');
  expect((await sides.from.marks()).away).toEqual({ copy, done: false });
  await sides.from.stay();
  await sides.from.stay();
  await late.operator.accounts.add(account);
  await late.close();
  await open(from).close();
  await sides.from.leave(copy);
  await sides.from.left(copy);
  expect((await sides.from.marks()).away).toEqual({ copy, done: true });
  expect(() => open(from)).toThrow('was moved to a PostgreSQL database');
});

test('nothing is copied over a database, but over one that was moved away, which is set aside', async () => {
  await open(to).close();
  await expect(sides.to.mayBeFilled()).rejects.toThrow('nothing is copied over a database');
  await sides.to.leave(copy);
  await expect(sides.to.mayBeFilled()).rejects.toThrow('nothing is copied over a database');
  await sides.to.left(copy);
  await sides.to.mayBeFilled();
  await copyAll();
  expect(readdirSync(join(folder, 'to')).toSorted()).toEqual([
    'casement.db',
    `casement.db.before-${copy}`,
  ]);
  await whole(to);
});
