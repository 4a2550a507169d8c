/**
 * Copies to a server and back, and who may make them. cli/store/copy.test.ts has the steps.
 *
 * @takes 20 s
 */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { describeUnless } from '../../workshop/testing/needs.ts';
import {
  postgresHouse,
  type Login,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { until } from '../../workshop/until.ts';
import { fillRich, wholeOf } from '../contract/rich.ts';
import { noon, sampleAccount } from '../contract/shelf.ts';
import { copyTables } from '../copy/copy-tables.ts';
import type { CopySide } from '../copy/side.ts';
import { columnsOf, copiedTables, leftOut } from '../copy/tables.ts';
import { sqliteSide } from '../sqlite/copy-side.ts';
import { openSqlite } from '../sqlite/open.ts';
import type { Store } from '../store.ts';
import type { Client } from './client.ts';
import { migrate, migrationLock } from './migrate.ts';
import { openPostgres } from './open.ts';
import { postgresSide } from './copy-side.ts';

jest.setTimeout(120_000);

const copy = 'c'.repeat(32);

describeUnless(missingPostgres(), 'on a server', () => {
  let house: PostgresHouse;
  let database: PostgresDatabase;
  let folder: string;
  let sql: Client;
  /** What else of a test is to be closed. */
  let closing: (() => Promise<void>)[];
  beforeAll(async () => {
    house = await postgresHouse();
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    database = await house.database();
    folder = scratchFolder('copy');
    sql = database.client('postgres');
    closing = [];
  });
  afterEach(async () => {
    for (const close of closing) await close();
    await sql.end();
    await database.drop();
    removeFolder(folder);
  });

  const fileOf = (name: string): string => join(folder, name, 'casement.db');
  const server = (login: Login = 'migration'): CopySide => {
    const side = postgresSide(database.url(login), () => noon);
    closing.push(() => side.close());
    return side;
  };
  const open = async (login: Login = 'commands'): Promise<Store> => {
    const store = await openPostgres({
      url: database.url(login),
      now: () => noon,
      timeoutMs: 30_000,
    });
    closing.push(() => store.close());
    return store;
  };

  async function copyAll(from: CopySide, to: CopySide, known = 0): Promise<void> {
    await from.read((reader, counters) =>
      to.receive({
        copy,
        counters,
        known,
        write: async (writer) => void (await copyTables(reader, writer, () => undefined)),
      }),
    );
  }

  /** What holds the rows of a database: row-level security, triggers, and who may do what. */
  const safeguards = () => sql`
    SELECT c.relname AS name, c.relrowsecurity AS held, c.relforcerowsecurity AS forced, c.relacl::text AS may,
      (SELECT array_agg(t.tgname || ' ' || t.tgenabled::text ORDER BY t.tgname) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS triggers
    FROM pg_class c WHERE relnamespace = 'casement'::regnamespace AND relkind = 'r' ORDER BY relname`;

  test('what was copied there and back says the same at every stop, and the server holds its rows as before', async () => {
    const before = await safeguards();
    const old = openSqlite({ file: fileOf('old'), now: () => noon });
    const rich = await fillRich(old);
    const said = await wholeOf(old, rich);
    const first = await old.revision();
    await old.close();
    await copyAll(sqliteSide(fileOf('old')), server(), 1_000_000);
    expect(await safeguards()).toEqual(before);
    const middle = await open();
    expect(await wholeOf(middle, rich)).toEqual(said);
    const second = await middle.revision();
    expect(first).toBeLessThan(1_000_000);
    expect(second).toBeGreaterThan(1_000_000);
    const reached = await middle.operator.restores.reached();
    expect(reached).toBeGreaterThan(1_000_000);
    // What is written there is dated behind all that came.
    await middle.operator.accounts.add(sampleAccount({ createdAt: noon + 1 }));
    const [birch] = rich.accounts;
    await middle.of(birch).addSignIn('four', noon + 5);
    const changed = await wholeOf(middle, rich);
    await middle.close();
    await server().leave(copy);
    await copyAll(
      server(),
      sqliteSide(fileOf('new'), () => noon),
    );
    expect(await safeguards()).toEqual(before);
    const back = openSqlite({ file: fileOf('new'), now: () => noon });
    expect(await wholeOf(back, rich)).toEqual(changed);
    expect(await back.revision()).toBeGreaterThan(second);
    expect(await back.operator.restores.reached()).toBeGreaterThan(reached);
    await back.close();
  });

  test('every table and column of the server is copied, or left out with a reason', async () => {
    const found = await sql<{ name: string; column: string }[]>`
      SELECT c.relname AS name, a.attname AS "column" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'casement'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`;
    const copied = copiedTables.flatMap((table) => {
      const own = columnsOf(table).map(([column]) => column);
      const all = table.order === undefined ? own : [...own, table.order];
      return all.map((column) => `${table.name}.${column}`);
    });
    expect(copied.toSorted()).toEqual(
      found
        .filter(({ name }) => leftOut[name] === undefined)
        .map(({ name, column }) => `${name}.${column}`)
        .toSorted(),
    );
  });

  test.each(['bridge', 'commands'] as const)(
    'the role of %s may neither mark nor read nor fill',
    async (login) => {
      const side = server(login);
      const refused = { message: expect.stringContaining('does not own the tables') };
      await expect(side.marks()).rejects.toMatchObject(refused);
      await expect(side.mayBeFilled()).rejects.toMatchObject(refused);
      await expect(side.leave(copy)).rejects.toMatchObject(refused);
      await expect(side.stay()).rejects.toMatchObject(refused);
      await expect(side.read(async () => undefined)).rejects.toMatchObject(refused);
      // Nor by statements of its own.
      const own = database.client(login);
      closing.push(() => own.end());
      for (const statement of [
        'SELECT * FROM casement.copies',
        `INSERT INTO casement.copies VALUES ('here', repeat('c', 32), 1, true)`,
        'ALTER TABLE casement.accounts NO FORCE ROW LEVEL SECURITY',
      ]) {
        await expect(own.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
      }
    },
  );

  test('while a bridge or a command is connected nothing is copied from there or to there', async () => {
    const bridge = await open('bridge');
    // It connects when it first asks.
    await bridge.revision();
    await expect(server().mayLeave()).rejects.toThrow('stop every bridge on it first');
    await expect(server().mayBeFilled()).rejects.toThrow('stop every bridge on it first');
    await expect(server().read(async () => undefined)).rejects.toThrow('stop every bridge');
  });

  test('who is connected when it is shut can do nothing more, and nobody comes in, until that is taken back', async () => {
    const account = sampleAccount();
    const [bridge, commands] = [await open('bridge'), await open('commands')];
    await commands.operator.accounts.add(account);
    // Planned, and kept as a statement that was prepared.
    for (let n = 0; n < 8; n += 1) await bridge.of(account.id).look(undefined);
    await server().leave(copy);
    await server().leave(copy);
    await expect(server().leave('d'.repeat(32))).rejects.toMatchObject({ code: 'conflict' });
    await expect(bridge.of(account.id).look(undefined)).rejects.toMatchObject({
      code: 'storage-down',
    });
    await expect(bridge.revalidate([])).rejects.toMatchObject({ code: 'storage-down' });
    await expect(commands.of(account.id).record()).rejects.toMatchObject({
      code: 'storage-down',
    });
    await expect(commands.of(account.id).remove()).rejects.toMatchObject({
      code: 'storage-down',
    });
    const shut = { code: 'bad-request', message: expect.stringContaining('is not to be used') };
    for (const login of ['bridge', 'commands'] as const) {
      await expect(open(login)).rejects.toMatchObject(shut);
    }
    // It would give the schema back.
    await expect(migrate(database.url('migration'))).rejects.toMatchObject(shut);
    await expect(open('bridge')).rejects.toMatchObject(shut);
    expect((await server().marks()).away).toEqual({ copy, done: false });
    await server().stay();
    await server().stay();
    expect(await bridge.of(account.id).look(undefined)).toMatchObject({ stands: true });
    expect(await (await open()).of(account.id).record()).toEqual(account);
    await server().leave(copy);
    await server().left(copy);
    expect((await server().marks()).away).toEqual({ copy, done: true });
  });

  test('where somebody would come in all the same, it is not moved, and that is said', async () => {
    await sql`GRANT USAGE ON SCHEMA casement TO bridge`;
    const refused = 'REVOKE USAGE ON SCHEMA casement FROM bridge';
    await expect(server().mayLeave()).rejects.toThrow(refused);
    await expect(server().leave(copy)).rejects.toThrow(refused);
    await sql`REVOKE USAGE ON SCHEMA casement FROM bridge`;
    await server().mayLeave();
  });

  /** Does `ask` while a transaction has run `statement`; resolves to what it says once that is over, for which it waits. */
  async function meanwhile<T>(statement: string, ask: () => Promise<T>): Promise<T> {
    let asking: Promise<T> | undefined;
    let isOver = false;
    await sql.begin(async (inside) => {
      await inside.unsafe(statement);
      asking = ask().finally(() => (isOver = true));
      await until(
        async () => (await inside`SELECT 1 FROM pg_locks WHERE NOT granted`).length > 0 || isOver,
        30_000,
      );
      expect(isOver).toBe(false);
    });
    if (asking === undefined) throw new TypeError('it was not asked');
    return asking;
  }

  test('what is under way when it is shut is over first', async () => {
    const side = server();
    await meanwhile('LOCK TABLE casement.accounts IN ROW EXCLUSIVE MODE', () => side.leave(copy));
    expect((await side.marks()).away?.copy).toBe(copy);
  });

  test('whether a copy has come is not said while one is under way', async () => {
    const statement = `SELECT pg_advisory_xact_lock(${migrationLock});
      INSERT INTO casement.copies VALUES ('here', '${copy}', 1, true)`;
    expect(await meanwhile(statement, () => server().marks())).toMatchObject({ here: copy });
  });

  test('nothing is copied over what is there, nor to a database without the schema', async () => {
    await server().mayBeFilled();
    const store = await open();
    await store.operator.sealed.dropKeys(['old']);
    await store.close();
    await expect(server().mayBeFilled()).rejects.toThrow('is not empty (dropped_keys)');
    const bare = await house.bare();
    const side = postgresSide(bare.url('migration'));
    await expect(side.mayBeFilled()).rejects.toThrow('run casement migrate');
    await side.close();
    await bare.drop();
  });

  test('a copy that fails leaves nothing behind, and the rows held as before', async () => {
    const before = await safeguards();
    const old = openSqlite({ file: fileOf('old'), now: () => noon });
    await fillRich(old);
    await old.close();
    const from = sqliteSide(fileOf('old'));
    const filling = from.read((reader, counters) =>
      server().receive({
        copy,
        counters,
        known: 0,
        write: async (writer) => {
          await copyTables(reader, writer, () => undefined);
          throw new Error('no more');
        },
      }),
    );
    await expect(filling).rejects.toMatchObject({ code: 'storage-down' });
    expect(await safeguards()).toEqual(before);
    await server().mayBeFilled();
    expect((await server().marks()).here).toBeUndefined();
  });
});
