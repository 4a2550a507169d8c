/**
 * `casement store copy` with real processes: streams play from the copy, and what a kill leaves is gone on with.
 *
 * @takes 60 s
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { EngineName } from '../../storage/copy/side.ts';
import { describeUnless } from '../testing/needs.ts';
import { Playing } from '../testing/playing.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../testing/postgres-house.ts';
import { missingPostgres } from '../testing/postgres-programs.ts';
import { spawnTs } from '../testing/run-ts.ts';

jest.setTimeout(600_000);

const child = new URL('../testing/store-copy-child.ts', import.meta.url);

describeUnless(missingPostgres(), 'on a server', () => {
  let server: PostgresHouse;
  let database: PostgresDatabase;
  let house: Playing;
  beforeAll(async () => {
    server = await postgresHouse();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = await server.database();
    house = await Playing.open();
  });
  afterEach(async () => {
    await house.place.close();
    await database.drop();
  });

  /** What a demo and its commands are given where their database is on the server: they settle accounts, too. */
  const onServer = () => ({ DATABASE_URL: database.url('commands') });
  const envOf = (engine: EngineName): Record<string, string> =>
    engine === 'sqlite' ? {} : onServer();
  const copy = (to: EngineName, ...more: readonly string[]) =>
    house.casement(['store', 'copy', '--to', to, ...more], {
      MIGRATION_DATABASE_URL: database.url('migration'),
    });
  const refused = async (engine: EngineName): Promise<string> => {
    const { code, output } = await house.place.startRefused(envOf(engine));
    expect({ engine, code, output }).toMatchObject({ code: 1 });
    return output;
  };
  const listed = async (engine: EngineName) => {
    const ran = await house.casement(['camera', 'list', '--json', '--all'], envOf(engine));
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    return ran.stdout;
  };

  test('a stream plays from the copy by a token of before, there and back, and nothing starts where it was', async () => {
    await house.begin();
    await house.play();
    expect(await copy('postgres')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('a bridge runs on'),
    });
    await house.bridge.end('SIGTERM');
    const before = await listed('sqlite');
    expect(await copy('postgres')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Set DATABASE_URL'),
    });
    expect(await refused('sqlite')).toContain('set DATABASE_URL');
    expect(await listed('postgres')).toBe(before);
    house.bridge = await house.place.start(onServer());
    expect(await house.executed()).toBe('SUCCESS');
    await house.play();
    expect(await copy('sqlite')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('a bridge runs on'),
    });
    // What is taken away there stays away.
    const suspend = ['suspend', '--device', house.device(), '--json'];
    expect(await house.casement(suspend, onServer())).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"bridge":"acted"'),
    });
    await house.bridge.end('SIGTERM');
    // What was seen of the database since is newer than that file: nobody is sent to after-restore.
    expect(await refused('sqlite')).toContain('set DATABASE_URL');
    expect(await copy('sqlite')).toMatchObject({ code: 0 });
    expect(await refused('postgres')).toMatch(/is a database, too/);
    house.bridge = await house.place.start();
    expect(await house.executed()).toBe('streamUnavailable');
    await house.casement(['resume', '--device', house.device()]);
    await house.play();
    await house.bridge.end('SIGTERM');
  });

  /** Runs a copy until it kills itself. */
  async function killed(
    to: EngineName,
    at: string,
    more: { readonly table?: string; readonly afterMs?: number } = {},
  ): Promise<boolean> {
    const folder = join(house.place.folder, 'data');
    const words = JSON.stringify({ folder, url: database.url('migration'), to, at, ...more });
    const running = spawnTs(child, [words], { env: { PATH: process.env['PATH'] } });
    let output = '';
    for (const stream of [running.stdout, running.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const [code, signal] = (await once(running, 'close')) as [number | null, string | null];
    expect({ to, at, code: code ?? 0, output }).toEqual({ to, at, code: 0, output: '' });
    return signal === 'SIGKILL';
  }

  test('killed at its steps, both ways: no bridge starts in between, and the next run goes on', async () => {
    await house.begin();
    await house.bridge.end('SIGTERM');
    const before = await listed('sqlite');
    for (const [at, table] of [
      ['begun'],
      ['left'],
      ['copying', 'entries'],
      ['committed'],
    ] as const) {
      for (const to of ['postgres', 'sqlite'] as const) {
        expect(await killed(to, at, table === undefined ? {} : { table })).toBe(true);
        for (const engine of ['sqlite', 'postgres'] as const) {
          expect(await refused(engine)).toContain(`run casement store copy --to ${to} again`);
        }
        expect(await copy(to)).toMatchObject({ code: 0 });
        expect(await listed(to)).toBe(before);
      }
      await database.drop();
      database = await server.database();
    }
    house.bridge = await house.place.start();
    expect(await house.executed()).toBe('SUCCESS');
    await house.play();
    await house.bridge.end('SIGTERM');
  });

  test('killed about the moment at which it commits, it is in one place or in the other', async () => {
    await house.begin();
    await house.bridge.end('SIGTERM');
    const before = await listed('sqlite');
    for (const afterMs of [0, 20]) {
      for (const to of ['postgres', 'sqlite'] as const) {
        const from = to === 'postgres' ? 'sqlite' : 'postgres';
        await killed(to, 'checked', { table: 'account_revisions', afterMs });
        // Either it is taken back, or it is there.
        const back = await copy(to, '--take-back');
        if (back.code === 0) expect(await listed(from)).toBe(before);
        expect(await copy(to)).toMatchObject({ code: 0 });
        expect(await listed(to)).toBe(before);
        await refused(from);
      }
      await database.drop();
      database = await server.database();
    }
  });
});
