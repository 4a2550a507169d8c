/**
 * Several bridges on one database, each of a data folder of its own, and commands of a folder on which none runs.
 *
 * @takes 40 s
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { freePort } from '../../common/free-port.ts';
import { simulateCameras } from '../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { link } from '../../simulator/client/link.ts';
import { newBridgeId } from '../../identity/ids.ts';
import { openPostgres } from '../../storage/postgres/open.ts';
import { describeUnless } from '../testing/needs.ts';
import { checkout } from '../testing/checkout.ts';
import { intendAt } from '../testing/intend.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../testing/postgres-house.ts';
import { missingPostgres } from '../testing/postgres-programs.ts';
import { runCommand } from '../testing/run-command.ts';
import { spawnTs } from '../testing/run-ts.ts';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { listenTo, type Started } from '../testing/started.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(240_000);

const bridgeAt = new URL('../testing/bridge-at.ts', import.meta.url);
const cli = new URL('src/cli/main.ts', checkout);
const [email, password] = ['birch@example.org', 'correct horse battery'];
const oauth = { clientId: 'google-home', clientSecret: 'l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg' };
const redirectUri = 'https://oauth-redirect.googleusercontent.com/r/my-home-cameras';

/** One bridge, and who watches by it. */
interface Running extends Started {
  readonly origin: string;
  /** Links, and opens a stream; returns a question whether its playlist is there. */
  play(): Promise<() => Promise<number>>;
}

describeUnless(missingPostgres(), 'on one database', () => {
  let server: PostgresHouse;
  let database: PostgresDatabase;
  let folder: string;
  let device: string;
  let closing: (() => Promise<unknown>)[];

  beforeAll(async () => {
    server = await postgresHouse();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = await server.database();
    folder = scratchFolder('bridges');
    closing = [];
    const cameras = await simulateCameras([{ clip: clipOf(loadClips(), 'birch/front-door') }]);
    closing.push(() => cameras.close());
    await casement(
      'south',
      ['account', 'add', email, '--name', 'Birch', '--password-stdin'],
      password,
    );
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
    ({ device } = JSON.parse((await casement('south', add, cameras.cameras[0]?.url)).stdout));
    // They seal and sign by the same keys.
    for (const other of ['north', 'office']) {
      mkdirSync(join(folder, other));
      cpSync(join(folder, 'south', 'keys.json'), join(folder, other, 'keys.json'));
    }
  });
  afterEach(async () => {
    for (const close of closing.toReversed()) await close();
    removeFolder(folder);
    await database.drop();
  });

  /** Runs a command on the data folder of that name. */
  const casement = (name: string, args: readonly string[], input = '') =>
    runCommand(cli, [...args, '--json'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: join(folder, name),
        DATABASE_URL: database.url('bridge'),
        OPERATOR_DATABASE_URL: database.url('commands'),
      },
      input,
    });
  /** One of a folder on which no bridge runs. */
  const fromOffice = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await casement('office', args);
    return { code, stderr, ...JSON.parse(stdout) };
  };

  /** The rows of bridges, as a bridge has them. */
  async function openRows() {
    const store = await openPostgres({ url: database.url('bridge'), timeoutMs: 30_000 });
    if (store.bridges === undefined) throw new Error('no rows of bridges');
    return { bridges: store.bridges, close: () => store.close() };
  }

  async function spawn(name: string) {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const environment = {
      DATA_DIR: join(folder, name),
      DATABASE_URL: database.url('bridge'),
      PORT: String(port),
      GOOGLE_PROJECT_ID: 'my-home-cameras',
      OAUTH_CLIENT_ID: oauth.clientId,
      OAUTH_CLIENT_SECRET: oauth.clientSecret,
      TRIPWIRE: 'off',
    };
    const words = JSON.stringify({ environment, origin });
    const begun = listenTo(
      spawnTs(bridgeAt, [words], { cwd: folder, env: { PATH: process.env['PATH'] } }),
    );
    closing.push(() => begun.end('SIGKILL'));
    return { ...begun, origin };
  }

  async function start(name: string): Promise<Running> {
    const begun = await spawn(name);
    const { origin } = begun;
    await begun.until((output) => output.includes('listening'));
    return {
      ...begun,
      async play() {
        const { accessToken } = await link({ origin, ...oauth, redirectUri, email, password });
        const { url } = await openStream({ intend: intendAt(origin) }, accessToken, device, 'hls');
        const status = async () => (await fetch(new URL('live.m3u8', url))).status;
        expect(await status()).toBe(200);
        return status;
      },
    };
  }

  test('a command of any folder answers when no bridge shows any more what it took away', async () => {
    expect(await fromOffice('account', 'unlink', email)).toMatchObject({
      code: 0,
      bridge: 'none',
      bridges: { acted: 0 },
    });
    const both = [await start('south'), await start('north')];
    const playing = await Promise.all(both.map((one) => one.play()));
    const ask = () => Promise.all(playing.map((status) => status()));
    expect(await fromOffice('account', 'unlink', email)).toMatchObject({
      code: 0,
      bridge: 'acted',
      bridges: { acted: 2, over: [], unheard: [] },
    });
    expect(await ask()).toEqual([404, 404]);
    playing.splice(0, 2, ...(await Promise.all(both.map((one) => one.play()))));
    const said = await casement('office', ['suspend', '--all']);
    expect({ code: said.code, ...JSON.parse(said.stdout) }).toMatchObject({
      code: 0,
      bridge: 'acted',
      bridges: { acted: 2 },
    });
    expect(await ask()).toEqual([404, 404]);
    await casement('office', ['resume', '--all']);
    // One that has left is not waited for.
    await both[1]?.end('SIGTERM');
    expect(await fromOffice('account', 'unlink', email)).toMatchObject({ bridges: { acted: 1 } });
  });

  test('a bridge that stands still is waited for until its lease is over, and shows nothing when it goes on', async () => {
    const [south, north] = [await start('south'), await start('north')];
    const [atSouth, atNorth] = [await south.play(), await north.play()];
    process.kill(north.pid, 'SIGSTOP');
    // It is asked before the right ends, and answers when it goes on.
    const late = atNorth();
    const said = await fromOffice('suspend', '--account', email);
    process.kill(north.pid, 'SIGCONT');
    expect(said).toMatchObject({
      code: 0,
      bridge: 'acted',
      bridges: { acted: 1, over: [expect.stringContaining(`process ${north.pid}`)], unheard: [] },
    });
    expect(await atSouth()).toBe(404);
    expect(await late).not.toBe(200);
    expect(await atNorth()).toBe(404);
  });

  test('one that is heard of and does not act is named, and the command ends with 3', async () => {
    const { bridges, close } = await openRows();
    closing.push(close);
    const id = newBridgeId();
    await bridges.enter({ id, name: 'a bridge that hangs', leaseMs: 100 });
    let beating = true;
    const beats = (async () => {
      while (beating) await bridges.look(id, { taken: 0, control: 0, all: 0 }, []);
    })();
    const unlink = await fromOffice('account', 'unlink', email);
    const stop = await fromOffice('suspend', '--all');
    beating = false;
    await beats;
    for (const said of [unlink, stop]) {
      expect(said).toMatchObject({
        code: 3,
        bridge: 'unheard',
        bridges: { acted: 0, over: [], unheard: ['a bridge that hangs'] },
        stderr: expect.stringContaining('1 bridge does not act on it: a bridge that hangs'),
      });
      expect(said.stderr).toContain('delivery may go on');
    }
    // It is heard of no more.
    expect(await fromOffice('resume', '--all')).toMatchObject({
      code: 0,
      bridges: { over: ['a bridge that hangs'] },
    });
    // Nor does it keep anybody from seeing to a database that was put back.
    expect(await casement('office', ['after-restore', '--yes'])).toMatchObject({ code: 0 });
  });

  test('beside a bridge of another folder nobody distrusts the database', async () => {
    const north = await start('north');
    const after = () => casement('south', ['after-restore', '--yes']);
    const refused = await after();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`process ${north.pid}`);
    await north.end('SIGTERM');
    expect(await after()).toMatchObject({ code: 0 });
    // What it has seen of the database before is less: it is not refused there.
    await start('north');
  });

  test('an older copy that comes into the place of the database is not believed until it is distrusted', async () => {
    const name = new URL(database.url('postgres')).pathname.slice(1);
    const elsewhere = await server.bare();
    closing.push(() => elsewhere.drop());
    const admin = elsewhere.client('postgres');
    closing.push(() => admin.end());
    await admin.unsafe(`CREATE DATABASE ${name}_old TEMPLATE ${name}`);
    const south = await start('south');
    const status = await south.play();
    // A linking is only added; that it ends is counted.
    await fromOffice('account', 'unlink', email);
    const again = await south.play();
    await admin.unsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await admin.unsafe(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
    await admin.unsafe(`ALTER DATABASE ${name} RENAME TO ${name}_gone`);
    await admin.unsafe(`ALTER DATABASE ${name}_old RENAME TO ${name}`);
    closing.push(async () => void (await admin.unsafe(`DROP DATABASE ${name}_gone`)));
    await south.until((output) => output.includes('nothing is delivered until'));
    expect(south.output()).toContain('has gone back to an earlier state');
    expect([await status(), await again()]).toEqual([404, 404]);
    expect((await fetch(`${south.origin}/readyz`)).status).toBe(503);
    await south.end('SIGTERM');
    expect(south.output().split('nothing is delivered until')).toHaveLength(2);
    const refused = await spawn('south');
    expect((await refused.ended).code).not.toBe(0);
    expect(refused.output()).toContain('after-restore');
    expect(await casement('south', ['after-restore', '--yes'])).toMatchObject({ code: 0 });
    expect(await casement('south', ['account', 'confirm', email])).toMatchObject({ code: 0 });
    await (await start('south')).play();
  });
});
