/** Commands beside a running bridge: real processes, a real stream, a real database. */
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { link } from '../lab/link.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../testing/bridge-process.ts';
import { intendAt } from '../testing/intend.ts';
import { runTs } from '../testing/run-ts.ts';
import { openStream, streamCommand } from '../testing/streams.ts';

jest.setTimeout(240_000);

const cli = new URL('../cli/main.ts', import.meta.url);

let place: Workplace;
let bridge: BridgeProcess;
let token: string;
/** A playlist that plays. */
let playing: string;

async function begin(): Promise<void> {
  bridge = await place.start();
  const { origin, oauth, accounts } = bridge.demo;
  const [birch] = accounts;
  if (birch === undefined) throw new Error('no household');
  const { email, password } = birch;
  token = (await link({ origin, ...oauth, email, password })).accessToken;
}

const device = (): string => bridge.demo.accounts[0]?.cameras[0]?.deviceId ?? '';

async function play(): Promise<void> {
  const { url } = await openStream(
    { intend: intendAt(bridge.demo.origin) },
    token,
    device(),
    'hls',
  );
  playing = new URL('live.m3u8', url).href;
  expect(await status()).toBe(200);
}

const status = async (): Promise<number> => (await fetch(playing)).status;

async function executed(): Promise<string> {
  const intend = intendAt(bridge.demo.origin);
  const { body } = await intend(token, 'EXECUTE', streamCommand(device(), ['hls']));
  const [{ status: said, errorCode }] = body.payload.commands;
  return errorCode ?? said;
}

async function casement(args: readonly string[], folder = bridge.dataDir) {
  const env = { PATH: process.env['PATH'], DATA_DIR: folder };
  const { code, stdout, stderr } = await runTs(cli, args, { cwd: place.folder, env });
  return { code, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
}

/** Waits until the bridge has logged it. */
async function said(words: string): Promise<void> {
  while (!bridge.output().includes(words)) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until nothing of the stream is delivered any more. */
async function silent(): Promise<void> {
  while ((await status()) === 200);
  expect(await status()).toBe(404);
}

beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.close());

test('a command ends with 0 when the bridge has acted: not one byte comes after it', async () => {
  await begin();
  await play();
  const { accounts } = bridge.demo;
  const email = accounts[0]?.email ?? '';
  expect(await casement(['account', 'unlink', email, '--json'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"bridge":"acted"'),
    stderr: '',
  });
  expect(await status()).toBe(404);
});

test('each that takes something away waits for the bridge', async () => {
  await begin();
  const [birch, harbour] = bridge.demo.accounts;
  const [door, garden] = birch?.cameras ?? [];
  const [id, other] = [door?.deviceId ?? '', garden?.deviceId ?? ''];
  for (const args of [
    ['camera', 'share', id, harbour?.email ?? '', '--json'],
    ['suspend', '--device', id, '--json'],
    ['resume', '--device', id, '--json'],
    ['camera', 'repin', id, '--json'],
    ['camera', 'unshare', id, harbour?.email ?? '', '--json'],
    ['camera', 'transfer', id, harbour?.email ?? '', '--yes', '--json'],
    ['camera', 'remove', other, '--yes', '--json'],
    ['account', 'remove', birch?.email ?? '', '--yes', '--json'],
  ]) {
    const { code, stdout, stderr } = await casement(args);
    const acted = args[1] === 'share' || stdout.includes('"bridge":"acted"');
    expect({ args, code, stderr, acted }).toEqual({ args, code: 0, stderr: '', acted: true });
  }
});

test('a frozen bridge: the row is written, exit 3, and it obeys when it thaws', async () => {
  await begin();
  await play();
  const email = bridge.demo.accounts[1]?.email ?? '';
  process.kill(bridge.pid, 'SIGSTOP');
  try {
    const unlink = await casement(['account', 'unlink', email]);
    expect(unlink).toMatchObject({ code: 3, stdout: expect.stringContaining(email) });
    expect(unlink.stderr).toContain(`delivery may go on; kill -USR2 ${bridge.pid} stops all of it`);
    const stop = await casement(['suspend', '--all']);
    expect(stop).toMatchObject({ code: 3, stdout: 'Everything is to be suspended.' });
  } finally {
    process.kill(bridge.pid, 'SIGCONT');
  }
  await silent();
  expect(await executed()).toBe('streamUnavailable');
});

test('a database that was replaced under it: the bridge falls silent, and every start obeys the stop', async () => {
  await begin();
  await play();
  const database = join(bridge.dataDir, 'casement.db');
  copyFileSync(database, `${database}.copy`);
  renameSync(`${database}.copy`, database);
  await silent();
  await said('was replaced by another file');
  expect((await fetch(`${bridge.demo.origin}/readyz`)).status).toBe(503);
  const stop = await casement(['suspend', '--all', '--reason', 'Odd']);
  expect(stop).toMatchObject({ code: 4, stdout: 'Suspended everything until resumed.' });
  expect(stop.stderr).toContain('stopped.json keeps it');
});

test('a folder that was moved away: the bridge falls silent, and its socket is found where it went', async () => {
  await begin();
  await play();
  const moved = join(place.folder, 'moved');
  renameSync(bridge.dataDir, moved);
  await silent();
  await said('is gone');
  expect(await casement(['suspend', '--all'], moved)).toMatchObject({ code: 4 });
  renameSync(moved, bridge.dataDir);
});

test('a locked database: everything stops, exit 4, and it is written once it can be; a restart obeys', async () => {
  await begin();
  await play();
  const lock = new Database(join(bridge.dataDir, 'casement.db'));
  lock.exec('BEGIN IMMEDIATE');
  const stop = await casement(['suspend', '--all', '--reason', 'Odd']);
  expect(stop).toMatchObject({ code: 4, stdout: 'Suspended everything until resumed.' });
  expect(await status()).toBe(404);
  expect(await executed()).toBe('streamUnavailable');
  // Killed before it could write: the file is all there is.
  await bridge.end('SIGKILL');
  lock.exec('ROLLBACK');
  lock.close();
  bridge = await place.start();
  expect(await executed()).toBe('streamUnavailable');
  expect((await casement(['suspensions'])).stdout).toMatch(/everything .*Odd/);
  expect(await casement(['resume', '--all'])).toMatchObject({ code: 0 });
  expect(await executed()).toBe('SUCCESS');
  await bridge.end('SIGTERM');
  bridge = await place.start();
  expect(await executed()).toBe('SUCCESS');
});

test('without a bridge it says so; without a database the file keeps the stop', async () => {
  await begin();
  await bridge.end('SIGTERM');
  expect(existsSync(join(bridge.dataDir, 'bridge.json'))).toBe(false);
  expect(await casement(['suspend', '--all'])).toEqual({
    code: 0,
    stdout:
      'Suspended everything until resumed.\nNo bridge runs on this folder: it holds from its next start.',
    stderr: '',
  });
  expect(await casement(['resume', '--all'])).toMatchObject({ code: 0 });
  const database = join(bridge.dataDir, 'casement.db');
  renameSync(database, `${database}.away`);
  expect(await casement(['suspend', '--all'])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('stopped.json keeps it'),
  });
  renameSync(`${database}.away`, database);
  bridge = await place.start();
  expect(await executed()).toBe('streamUnavailable');
});

test('the pid is told, in words and in the folder; SIGUSR1 opens nothing; SIGUSR2 while it starts holds', async () => {
  const starting = place.start();
  const file = join(place.folder, 'data', 'bridge.json');
  while (!existsSync(file)) await new Promise((resolve) => setImmediate(resolve));
  const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
  process.kill(pid, 'SIGUSR2');
  process.kill(pid, 'SIGUSR1');
  bridge = await starting;
  expect(bridge.pid).toBe(pid);
  expect(bridge.output()).toContain(`kill -USR2 ${pid}`);
  await said('SIGUSR1 opens no debugger');
  expect(bridge.output()).not.toMatch(/Debugger listening/);
  const { origin, oauth, accounts } = bridge.demo;
  const { email = '', password = '' } = accounts[0] ?? {};
  token = (await link({ origin, ...oauth, email, password })).accessToken;
  expect(await executed()).toBe('streamUnavailable');
});

test('a second bridge on the folder is refused, also where no record is kept', async () => {
  await place.configure(
    [
      'PUBLIC_URL=https://cameras.example.net',
      'GOOGLE_PROJECT_ID=my-home-cameras',
      'OAUTH_CLIENT_ID=google-home',
      'OAUTH_CLIENT_SECRET=l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
      'AUDIT=off',
      'TRIPWIRE=off',
    ].join('\n'),
  );
  await place.startReal();
  const { code, output } = await place.startRefused();
  expect(code).toBe(1);
  expect(output).toContain('another bridge works on');
});
