/**
 * A migration that is killed in the middle of any step, and whose process of the server is ended, with real processes.
 *
 * @takes 10 s
 */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeUnless } from '../../workshop/testing/needs.ts';
import { postgresHouse, type PostgresHouse } from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import { spawnTs } from '../../workshop/testing/run-ts.ts';
import { until } from '../../workshop/until.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { openPostgres } from './open.ts';

jest.setTimeout(120_000);

const child = new URL('../../workshop/testing/migrate-child.ts', import.meta.url);
const lock = 7;

describeUnless(missingPostgres(), 'a migration that is killed', () => {
  let house: PostgresHouse;
  beforeAll(async () => {
    house = await postgresHouse();
  });
  afterAll(() => house.stop());

  test.each(migrations.map(({ version, name }, at) => [version, name, at] as const))(
    'in step %s (%s) leaves what was there before, and the next one goes on',
    async (_version, _name, at) => {
      const database = await house.bare();
      const sql = database.client('postgres');
      const url = database.url('migration');
      try {
        if (at > 0) await migrate(url, migrations.slice(0, at));
        await sql.begin(async (inside) => {
          await inside`SELECT pg_advisory_xact_lock(${lock})`;
          const running = spawnTs(child, [url, String(at + 1), String(lock)], {
            env: { PATH: process.env['PATH'] },
          });
          await until(
            async () => (await inside`SELECT 1 FROM pg_locks WHERE NOT granted`).length > 0,
            60_000,
          );
          running.kill('SIGKILL');
          await once(running, 'close');
          // The server has heard all of it, and would go on by itself.
          await inside`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted`;
          await until(
            async () => (await inside`SELECT 1 FROM pg_locks WHERE NOT granted`).length === 0,
            60_000,
          );
        });
        expect(await migrate(url)).toBe(migrations.length - at);
        expect(await migrate(url)).toBe(0);
        const store = await openPostgres({ url: database.url('bridge'), timeoutMs: 30_000 });
        expect(await store.directory.byEmail('nobody@example.org')).toBeUndefined();
        await store.close();
      } finally {
        await sql.end();
        await database.drop();
      }
    },
  );
});
