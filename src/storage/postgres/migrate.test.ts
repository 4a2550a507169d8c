/** @takes 6 s */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { describeUnless } from '../../workshop/testing/needs.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import type { Client } from './client.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { openPostgres } from './open.ts';

const newest = migrations.length;
const later = { version: newest + 1, name: 'later', sql: 'CREATE TABLE casement.later (id int)' };

describeUnless(missingPostgres(), 'a migration', () => {
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

  const steps = async () =>
    (
      await sql<{ version: number }[]>`SELECT version FROM casement.migrations ORDER BY version`
    ).map(({ version }) => version);
  const run = (those = migrations) => migrate(database.url('migration'), those);

  test('runs what is missing, once, also where two do so at a time', async () => {
    expect((await Promise.all([run(), run()])).toSorted((a, b) => a - b)).toEqual([0, newest]);
    expect(await run()).toBe(0);
    expect(await run([...migrations, later])).toBe(1);
    expect(await steps()).toEqual([...migrations, later].map(({ version }) => version));
  });

  test('that fails leaves nothing behind', async () => {
    const broken = {
      version: newest + 1,
      name: 'broken',
      sql: 'CREATE TABLE casement.half (id int); SELECT nothing',
    };
    await expect(run([...migrations, broken])).rejects.toMatchObject({ code: 'storage-down' });
    expect(await sql`SELECT to_regnamespace('casement')::text AS is`).toEqual([{ is: null }]);
    expect(await run()).toBe(newest);
  });

  test('refuses a schema that is too new, and so does a bridge', async () => {
    await run([...migrations, later]);
    const refused = {
      code: 'internal',
      message: expect.stringContaining(
        `its schema has step ${newest + 1}, this version knows ${newest}`,
      ),
    };
    await expect(run()).rejects.toMatchObject(refused);
    await expect(openPostgres({ url: database.url('bridge') })).rejects.toMatchObject(refused);
    expect(await steps()).toEqual([...migrations, later].map(({ version }) => version));
  });

  test('refuses a step of another text', async () => {
    await run([...migrations, later]);
    const other = { ...later, sql: `${later.sql};` };
    await expect(run([...migrations, other])).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining(`another text of schema step ${newest + 1} (later)`),
    });
  });

  test('leaves its role no member of those that see every row', async () => {
    await run();
    const joined = await sql<{ role: string }[]>`
      SELECT r.rolname AS role FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
      WHERE m.member = 'migration'::regrole AND r.rolname LIKE 'casement%'
        -- From PostgreSQL 16 on who made a role may give it to others, and neither becomes it nor has its rights.
        AND 'true' IN (coalesce(to_jsonb(m)->>'inherit_option', 'true'), coalesce(to_jsonb(m)->>'set_option', 'true'))`;
    expect(joined).toEqual([]);
  });

  test('by a role that may make none works where an administrator has made the roles', async () => {
    await sql`CREATE ROLE plain LOGIN`;
    await sql`GRANT CREATE ON DATABASE ${sql((await sql<{ name: string }[]>`SELECT current_database() AS name`)[0]?.name ?? '')} TO plain`;
    const url = database.url('migration').replace('//migration@', '//plain@');
    await expect(migrate(url)).rejects.toMatchObject({ code: 'storage-down' });
    await sql`GRANT casement_tenant, casement_directory, casement_operations TO plain`;
    expect(await migrate(url)).toBe(newest);
  });
});
