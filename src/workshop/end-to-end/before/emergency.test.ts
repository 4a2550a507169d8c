/**
 * Emergency tools that did not do what they said: on a replaced database, beside a build, by a signal.
 *
 * @takes 74 s
 */
import { execFile } from 'node:child_process';
import { cpSync, realpathSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { removeFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { link } from '../../../simulator/client/link.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../../testing/bridge-process.ts';
import { checkout } from '../../testing/checkout.ts';
import { intendAt } from '../../testing/intend.ts';
import { runCommand } from '../../testing/run-command.ts';
import { buildOfSource } from '../../testing/run-ts.ts';
import { openStream } from '../../testing/streams.ts';

jest.setTimeout(240_000);

const cli = new URL('src/cli/main.ts', checkout);

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.close());

async function casement(...args: readonly string[]): Promise<void> {
  const env = { PATH: process.env['PATH'], DATA_DIR: join(place.folder, 'data') };
  await runCommand(cli, args, { cwd: place.folder, env });
}

async function play({ demo }: BridgeProcess): Promise<string> {
  const { origin, oauth, accounts } = demo;
  const [birch] = accounts;
  const account = { email: birch?.email ?? '', password: birch?.password ?? '' };
  const { accessToken } = await link({ origin, ...oauth, ...account });
  const device = birch?.cameras[0]?.deviceId ?? '';
  const { url } = await openStream({ intend: intendAt(origin) }, accessToken, device, 'hls');
  expect((await fetch(url)).status).toBe(200);
  return url;
}

/** What the stream is answered with once it has ended, or after three seconds. */
async function afterwards(url: string): Promise<number> {
  const end = Date.now() + 3_000;
  for (;;) {
    const { status } = await fetch(url);
    if (status !== 200 || Date.now() > end) return status;
  }
}

test('suspend --all stops delivery also where the database under the bridge was replaced', async () => {
  const bridge = await place.start();
  const url = await play(bridge);
  const database = join(bridge.dataDir, 'casement.db');
  const open = new Database(database);
  await open.backup(`${database}.copy`);
  open.close();
  for (const name of ['', '-wal', '-shm'])
    renameSync(`${database}${name}`, `${database}.away${name}`);
  renameSync(`${database}.copy`, database);
  await casement('suspend', '--all');
  expect(await afterwards(url)).toBe(404);
});

test('suspend --all stops delivery also where the folder was moved away', async () => {
  const bridge = await place.start();
  const url = await play(bridge);
  renameSync(bridge.dataDir, `${bridge.dataDir}-moved`);
  await casement('suspend', '--all');
  expect(await afterwards(url)).toBe(404);
});

test('a bridge tells its own pid, and SIGUSR1 opens no debugger', async () => {
  const bridge = await place.start();
  expect(bridge.output()).toContain(String(bridge.pid));
  process.kill(bridge.pid, 'SIGUSR1');
  await play(bridge);
  expect(bridge.output()).not.toContain('Debugger listening');
});

test('a second bridge on the folder is refused, also where no record is kept', async () => {
  const settings = [
    'PUBLIC_URL=https://cameras.example.net',
    'GOOGLE_PROJECT_ID=my-home-cameras',
    'OAUTH_CLIENT_ID=google-home',
    'OAUTH_CLIENT_SECRET=l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
    'AUDIT=off',
    'TRIPWIRE=off',
  ];
  await place.configure(settings.join('\n'));
  await place.startReal();
  const second = await place.startReal().then(
    () => 'it runs',
    () => 'refused',
  );
  expect(second).toBe('refused');
});

describe('an installed copy', () => {
  let folder: string;
  beforeEach(async () => {
    folder = scratchFolder('copy');
    const from = fileURLToPath(checkout);
    for (const name of [
      'src',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'tsconfig.build.json',
    ]) {
      cpSync(join(from, name), join(folder, name), { recursive: true });
    }
    // It need not be built twice if it is built already.
    const build = buildOfSource();
    if (build !== undefined)
      cpSync(build, join(folder, 'builds', basename(build)), { recursive: true });
  });
  afterEach(() => removeFolder(folder));

  const npm = (...args: readonly string[]): Promise<number> =>
    new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], HOME: folder };
      execFile('npm', args, { cwd: folder, env }, (error) => resolve(Number(error?.code ?? 0)));
    });

  test('is not built in place of what runs', async () => {
    symlinkSync(join(fileURLToPath(checkout), 'node_modules'), join(folder, 'node_modules'));
    expect(await npm('run', 'build')).toBe(0);
    const running = realpathSync(join(folder, 'dist/cli/table.js'));
    const { mtimeMs } = statSync(running);
    await appendFile(join(folder, 'src/cli/table.ts'), '\n// Another edition.\n');
    expect(await npm('run', 'build')).toBe(0);
    expect(statSync(running).mtimeMs).toBe(mtimeMs);
  });

  test('is installed by npm ci', async () => {
    expect(await npm('ci', '--dry-run', '--ignore-scripts', '--offline')).toBe(0);
  });
});
