/**
 * A bridge and its commands on PostgreSQL: real processes, a real server, a real stream.
 *
 * @takes 30 s
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { freePort } from '../../common/free-port.ts';
import { simulateCameras } from '../../simulator/camera/simulate.ts';
import { sampleAccount } from '../../storage/contract/shelf.ts';
import { openPostgres } from '../../storage/postgres/open.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { link } from '../../simulator/client/link.ts';
import { describeUnless } from '../testing/needs.ts';
import { intendAt } from '../testing/intend.ts';
import { Playing } from '../testing/playing.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../testing/postgres-house.ts';
import { missingPostgres } from '../testing/postgres-programs.ts';
import { spawnTs } from '../testing/run-ts.ts';
import { listenTo } from '../testing/started.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(240_000);

const bridgeAt = new URL('../testing/bridge-at.ts', import.meta.url);

describeUnless(missingPostgres(), 'on a server', () => {
  let server: PostgresHouse;
  let database: PostgresDatabase;
  let house: Playing;
  /** What else of a test is to be ended, whatever becomes of it. */
  let closing: (() => Promise<unknown>)[];
  /** What a demo and its commands are given: it settles its own accounts, as only commands may. */
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await postgresHouse();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = await server.database();
    env = { DATABASE_URL: database.url('commands') };
    house = await Playing.open();
    closing = [];
  });
  afterEach(async () => {
    for (const close of closing.toReversed()) await close();
    await house.place.close();
    await database.drop();
  });

  test('a demo plays, a command that takes something away is heard, and a restart finds all again', async () => {
    await house.begin(env);
    await house.play();
    expect(existsSync(join(house.bridge.dataDir, 'casement.db'))).toBe(false);
    const [birch, harbour] = house.bridge.demo.accounts;
    const listed = await house.casement(['camera', 'list'], env);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toContain(house.device());
    expect(
      await house.casement(['suspend', '--device', house.device(), '--json'], env),
    ).toMatchObject({ code: 0, stdout: expect.stringContaining('"bridge":"acted"') });
    expect(await house.status()).toBe(404);
    expect(await house.executed()).toBe('streamUnavailable');
    await house.casement(['resume', '--device', house.device()], env);
    await house.play();
    await house.bridge.end('SIGTERM');
    house.bridge = await house.place.start(env);
    expect(await house.executed()).toBe('SUCCESS');
    await house.play();
    const unlink = ['account', 'unlink', birch?.email ?? '', '--json'];
    expect(await house.casement(unlink, env)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"bridge":"acted"'),
    });
    expect(await house.status()).toBe(404);
    expect(harbour?.email).not.toBe(birch?.email);
  });

  test('everything is suspended though the server is not there, and it is written down once it is', async () => {
    await house.begin(env);
    await house.play();
    const stop = ['suspend', '--all', '--reason', 'Odd'];
    expect(await house.casement(stop, env)).toEqual({
      code: 0,
      stdout: 'Suspended everything until resumed.\n1 bridge has acted on it.',
      stderr: '',
    });
    expect(await house.status()).toBe(404);
    expect((await house.casement(['suspensions'], env)).stdout).toMatch(/everything .*Odd/);
  });

  test('for real a bridge does with a role of its own, which may do little, and commands have another', async () => {
    const cameras = await simulateCameras([{ clip: clipOf(loadClips(), 'birch/front-door') }]);
    closing.push(() => cameras.close());
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const DATA_DIR = join(house.place.folder, 'data');
    const given = { DATA_DIR, DATABASE_URL: database.url('bridge') };
    const own = { ...given, OPERATOR_DATABASE_URL: database.url('commands') };
    const casement = async (args: readonly string[], input = '') => {
      const said = await house.casement([...args, '--json'], own, input);
      expect(said).toMatchObject({ code: 0 });
      return JSON.parse(said.stdout);
    };
    const password = 'correct horse battery';
    const [email, name] = ['birch@example.org', 'Birch'];
    await casement(['account', 'add', email, '--name', name, '--password-stdin'], password);
    const add = [
      'camera',
      'add',
      '--account',
      email,
      '--name',
      'Door',
      '--no-check',
      '--rtsp',
      '-',
    ];
    const { device } = await casement(add, cameras.cameras[0]?.url);
    const oauth = { clientId: 'google-home', clientSecret: 'l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg' };
    const environment = {
      ...given,
      PORT: String(port),
      GOOGLE_PROJECT_ID: 'my-home-cameras',
      OAUTH_CLIENT_ID: oauth.clientId,
      OAUTH_CLIENT_SECRET: oauth.clientSecret,
    };
    const begin = async (more: Record<string, string> = {}) => {
      const words = JSON.stringify({ environment: { ...environment, ...more }, origin });
      const begun = listenTo(
        spawnTs(bridgeAt, [words], {
          cwd: house.place.folder,
          env: { PATH: process.env['PATH'] },
        }),
      );
      closing.push(() => begun.end('SIGKILL'));
      await begun.until((output) => output.includes('listening'));
      return begun;
    };
    const end = async (begun: Awaited<ReturnType<typeof begin>>) => {
      const output = begun.output();
      await begun.end('SIGTERM');
      expect(output).not.toMatch(/"level":(?:50|60)|postgres:|could not be read/);
    };
    const canaries = async () => {
      const accounts = await casement(['account', 'list']);
      return accounts.filter(({ canary = false }: { canary?: boolean }) => canary).length;
    };
    const bridge = await begin();
    const redirectUri = 'https://oauth-redirect.googleusercontent.com/r/my-home-cameras';
    const { accessToken } = await link({ origin, ...oauth, redirectUri, email, password });
    const intend = intendAt(origin);
    const { url } = await openStream({ intend }, accessToken, device, 'hls');
    const status = async () => (await fetch(new URL('live.m3u8', url))).status;
    expect(await status()).toBe(200);
    expect(await casement(['account', 'unlink', email])).toMatchObject({ bridge: 'acted' });
    expect(await status()).toBe(404);
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    await end(bridge);
    // The canaries are found again, at another place, and gone when there is no tripwire.
    expect(await canaries()).toBe(2);
    await end(await begin());
    expect(await canaries()).toBe(2);
    await end(await begin({ TRIPWIRE: 'off' }));
    expect(await canaries()).toBe(0);
  });

  test('without its schema, with too great a role, or beside a file of SQLite nothing starts, and what to do is said', async () => {
    const bare = await server.bare();
    const refusals: [Record<string, string>, string][] = [
      [{ DATABASE_URL: bare.url('migration') }, 'run casement migrate'],
      [{ DATABASE_URL: database.url('postgres') }, 'is a superuser'],
      [{ DATABASE_URL: database.url('migration') }, 'owns the tables'],
      [{ DATABASE_URL: 'postgres://bridge:geheim@cameras.example/' }, 'names no database'],
      [{ DATABASE_URL: server.server.url('bridge', 'nowhere') }, 'has no database of the name'],
    ];
    for (const [given, why] of refusals) {
      const { code, output } = await house.place.startRefused(given);
      expect({ why, code, said: output.includes(why) }).toEqual({ why, code: 1, said: true });
      expect(output).not.toMatch(/geheim|postgres:\/\//);
    }
    await bare.drop();
    await house.begin();
    await house.bridge.end('SIGTERM');
    const { output } = await house.place.startRefused(env);
    expect(output).toContain('is a database, too');
  });

  test('a command on a folder without keys looks at the database first, and names the folder if that has accounts', async () => {
    const listed = (DATABASE_URL: string) =>
      runCommandHere(['account', 'list'], {
        cwd: house.place.folder,
        env: { DATA_DIR: join(house.place.folder, 'empty'), DATABASE_URL },
      });
    const said = async (url: string) => {
      const { code, stderr } = await listed(url);
      expect(code).toBe(1);
      return stderr;
    };
    const nowhere = server.server.url('commands', 'nowhere');
    expect(await said(nowhere)).toContain('has no database of the name');
    expect(await said(database.url('commands'))).toContain('there is no data in');
    const store = await openPostgres({ url: database.url('commands') });
    await store.operator.accounts.add(sampleAccount());
    await store.close();
    expect(await said(database.url('commands'))).toMatch(/has accounts, .* is not .*empty/);
    expect(existsSync(join(house.place.folder, 'empty'))).toBe(false);
  });

  test('casement migrate makes the schema, once, by a URL of its own', async () => {
    const bare = await server.bare();
    const own = { MIGRATION_DATABASE_URL: bare.url('migration') };
    const migrate = (more: Record<string, string>) => house.casement(['migrate', '--json'], more);
    const first = await migrate(own);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({ steps: expect.any(Number) });
    expect(JSON.parse((await migrate(own)).stdout)).toMatchObject({ steps: 0 });
    expect(await migrate({})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('MIGRATION_DATABASE_URL is not set'),
    });
    const as = { DATABASE_URL: bare.url('commands') };
    await house.begin(as);
    expect(await house.executed()).toBe('SUCCESS');
    await house.bridge.end('SIGTERM');
    await bare.drop();
  });

  test('where the keys are gone that seal its cameras, none are made in their place', async () => {
    await house.begin(env);
    await house.bridge.end('SIGTERM');
    const keys = join(house.bridge.dataDir, 'keys.json');
    rmSync(keys);
    const { code, output } = await house.place.startRefused(env);
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining('is missing, and cameras of the database'),
    });
    expect(existsSync(keys)).toBe(false);
  });

  test('what the server put back is not believed until each account is confirmed', async () => {
    await house.begin(env);
    await house.play();
    await house.bridge.end('SIGTERM');
    expect(await house.casement(['backup', 'copy.bin'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('pg_dump'),
    });
    const ended = await house.casement(['after-restore', '--yes', '--json'], env);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({ grants: 1, accounts: 2 });
    house.bridge = await house.place.start(env);
    // Its token is of before.
    const intend = intendAt(house.bridge.demo.origin);
    expect((await intend(house.token, 'SYNC')).status).toBe(401);
    const [birch] = house.bridge.demo.accounts;
    const listed = await house.casement(['account', 'list'], env);
    expect(listed.stdout).toContain('(unconfirmed)');
    const confirm = ['account', 'confirm', birch?.email ?? '', '--json'];
    expect(await house.casement(confirm, env)).toMatchObject({ code: 0 });
    await house.bridge.end('SIGTERM');
    await house.begin(env);
    expect(await house.executed()).toBe('SUCCESS');
  });
});
