/**
 * A database that is migrated while bridges of the version before run on it, and whose migration is killed.
 *
 * @takes 8 s
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { describeUnless } from '../../workshop/testing/needs.ts';
import { cutAfter } from '../../workshop/testing/postgres-cut.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import { newAccountId } from '../../identity/ids.ts';
import { admit } from './admission.ts';
import type { Client } from './client.ts';
import { connectionOf } from './connection.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { openPostgres } from './open.ts';

const latest = migrations.at(-1)?.version ?? 0;
/** A step of the next version, which changes a table that every look reads. */
const next: Migration = {
  version: latest + 1,
  name: 'next',
  oldest: latest,
  sql: 'ALTER TABLE casement.accounts ADD COLUMN of_next text',
};

describeUnless(missingPostgres(), 'two versions on one database', () => {
  let house: PostgresHouse;
  let database: PostgresDatabase;
  let sql: Client;
  beforeAll(async () => {
    house = await postgresHouse();
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    database = await house.bare();
    sql = database.client('postgres');
  });
  afterEach(async () => {
    await sql.end();
    await database.drop();
  });

  const run = (known = migrations) => migrate(database.url('migration'), known);
  const admitted = (known: readonly Migration[]) =>
    admit(connectionOf(database.url('bridge')), { timeoutMs: 2_000, known });

  test('the one before works beside a step that says so, and none that is older', async () => {
    await run();
    await expect(admitted([...migrations, next])).rejects.toMatchObject({
      message: expect.stringContaining('run casement migrate'),
    });
    await run([...migrations, next]);
    await admitted([...migrations, next]);
    await admitted(migrations);
    expect(await run()).toBe(0);
    await expect(admitted(migrations.slice(0, -1))).rejects.toMatchObject({
      message: expect.stringContaining('start a version that knows it'),
    });
  });

  test('a step of which that is not said has to be known', async () => {
    await run([...migrations, { version: next.version, name: next.name, sql: next.sql }]);
    await expect(admitted(migrations)).rejects.toMatchObject({
      message: expect.stringContaining(`its schema has step ${next.version}`),
    });
  });

  test('what was migrated before a step could say so is brought up to it', async () => {
    await run();
    await sql`ALTER TABLE casement.migrations DROP COLUMN oldest`;
    await admitted(migrations);
    await run([...migrations, next]);
    await admitted(migrations);
  });

  test('readers go on while a step waits for a transaction that is in its way', async () => {
    await run();
    const store = await openPostgres({ url: database.url('bridge') });
    let release = (): void => {};
    // As a dump of the database does.
    const dump = sql.begin(async (reading) => {
      await reading`SELECT count(*) FROM casement.accounts`;
      await new Promise<void>((resolve) => (release = resolve));
    });
    let isOver = false;
    const migrating = run([...migrations, next]).finally(() => (isOver = true));
    const look = () => store.of(newAccountId()).look(undefined);
    const reading = (async () => {
      while (!isOver) await look();
    })();
    // It is looked at in the end.
    reading.catch(() => undefined);
    const watcher = database.client('postgres');
    try {
      // It has waited, been sent away, and come back.
      let waits = 0;
      for (let wasWaiting = false; waits < 2 && !isOver;) {
        const [found] = await watcher<{ waits: boolean }[]>`
          SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock') AS waits`;
        if (found?.waits === true && !wasWaiting) waits += 1;
        wasWaiting = found?.waits === true;
      }
      expect(isOver).toBe(false);
    } finally {
      release();
    }
    await dump;
    expect(await migrating).toBe(1);
    await reading;
    await look();
    await watcher.end();
    await store.close();
  });

  test('of a migration that is killed after any of its statements nothing or all is left, and the next one goes on', async () => {
    const url = database.url('migration');
    const folder = house.server.socket;
    const whole = async () =>
      (await sql<{ is: string | null }[]>`SELECT to_regclass('casement.migrations')::text AS is`)[0]
        ?.is ?? undefined;
    let most = 0;
    for (let isCut = true; isCut;) {
      most += 1;
      const cut = await cutAfter(most, folder, url);
      try {
        await migrate(cut.url);
      } catch (error) {
        expect(error).toMatchObject({ code: 'storage-down' });
      }
      isCut = cut.hasCut();
      await cut.close();
      // It waits until the server has noticed.
      if ((await whole()) !== undefined) await admitted(migrations);
    }
    expect(most).toBeGreaterThan(2);
    expect(await run()).toBe(0);
    await admitted(migrations);
  });
});
