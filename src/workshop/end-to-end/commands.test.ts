/**
 * Commands beside a running bridge: real processes, a real stream, a real database.
 *
 * @takes 55 s
 * @computes
 */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { withoutPasswordWarning } from '../testing/casement.ts';
import { Playing } from '../testing/playing.ts';
import { until } from '../until.ts';

jest.setTimeout(240_000);

let house: Playing;

beforeEach(async () => {
  house = await Playing.open();
});
afterEach(() => house.place.close());

test('a command ends with 0 when the bridge has acted: not one byte comes after it', async () => {
  await house.begin();
  await house.play();
  const { accounts } = house.bridge.demo;
  const email = accounts[0]?.email ?? '';
  expect(await house.casement(['account', 'unlink', email, '--json'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"bridge":"acted"'),
    stderr: '',
  });
  expect(await house.status()).toBe(404);
});

test('each that takes something away waits for the bridge', async () => {
  await house.begin();
  const [birch, harbour] = house.bridge.demo.accounts;
  const [door, garden] = birch?.cameras ?? [];
  const [id, other] = [door?.deviceId ?? '', garden?.deviceId ?? ''];
  // The demo's cameras differ by their paths alone, which are not exchanged.
  const elsewhere = (garden?.rtsp ?? '').replace('127.0.0.1', '127.0.0.2');
  const adding = ['camera', 'add', '--account', birch?.email ?? '', '--name', 'Boats'];
  for (const args of [
    ['camera', 'share', id, harbour?.email ?? '', '--json'],
    ['suspend', '--device', id, '--json'],
    ['resume', '--device', id, '--json'],
    ['camera', 'repin', id, '--json'],
    ['camera', 'unshare', id, harbour?.email ?? '', '--json'],
    ['camera', 'source', other, '--rtsp', elsewhere, '--no-check', '--json'],
    ['camera', 'swap', id, other, '--no-check', '--json'],
    ['make', 'unique', 'Nobody', '--json'],
    ['camera', 'transfer', id, harbour?.email ?? '', '--yes', '--json'],
    ['camera', 'remove', other, '--yes', '--json'],
    [...adding, '--rtsp', harbour?.cameras[0]?.rtsp ?? '', '--take-over', '--no-check', '--json'],
    ['account', 'remove', birch?.email ?? '', '--yes', '--json'],
  ]) {
    const { code, stdout, stderr: said } = await house.casement(args);
    const stderr = withoutPasswordWarning(said);
    const acted = args[1] === 'share' || stdout.includes('"bridge":"acted"');
    expect({ args, code, stderr, acted }).toEqual({ args, code: 0, stderr: '', acted: true });
  }
});

test('a frozen bridge: the row is written, exit 3, and it obeys when it thaws', async () => {
  await house.begin();
  await house.play();
  const email = house.bridge.demo.accounts[1]?.email ?? '';
  process.kill(house.bridge.pid, 'SIGSTOP');
  try {
    const unlink = await house.casement(['account', 'unlink', email]);
    expect(unlink).toMatchObject({ code: 3, stdout: expect.stringContaining(email) });
    expect(unlink.stderr).toContain(
      `delivery may go on; kill -USR2 ${house.bridge.pid} stops all of it`,
    );
    const stop = await house.casement(['suspend', '--all']);
    expect(stop).toMatchObject({ code: 3, stdout: 'Everything is to be suspended.' });
  } finally {
    process.kill(house.bridge.pid, 'SIGCONT');
  }
  await house.silent();
  expect(await house.executed()).toBe('streamUnavailable');
});

test('a locked database: everything stops, exit 4, and it is written once it can be; a restart obeys', async () => {
  await house.begin();
  await house.play();
  const lock = new Database(join(house.bridge.dataDir, 'casement.db'));
  lock.exec('BEGIN IMMEDIATE');
  const stop = await house.casement(['suspend', '--all', '--reason', 'Odd']);
  expect(stop).toMatchObject({ code: 4, stdout: 'Suspended everything until resumed.' });
  expect(await house.status()).toBe(404);
  expect(await house.executed()).toBe('streamUnavailable');
  // Nothing can be taken back either: the bridge is about to write it down.
  expect(await house.casement(['resume', '--all'])).toMatchObject({ code: 1 });
  expect(await house.executed()).toBe('streamUnavailable');
  // Killed before it could write: the file is all there is.
  await house.bridge.end('SIGKILL');
  lock.exec('ROLLBACK');
  lock.close();
  house.bridge = await house.place.start();
  expect(await house.executed()).toBe('streamUnavailable');
  expect((await house.casement(['suspensions'])).stdout).toMatch(/everything .*Odd/);
  expect(await house.casement(['resume', '--all'])).toMatchObject({ code: 0 });
  expect(await house.executed()).toBe('SUCCESS');
  await house.bridge.end('SIGTERM');
  house.bridge = await house.place.start();
  expect(await house.executed()).toBe('SUCCESS');
});

test('without a bridge it says so; without a database the file keeps the stop', async () => {
  await house.begin();
  await house.bridge.end('SIGTERM');
  expect(existsSync(join(house.bridge.dataDir, 'bridge.json'))).toBe(false);
  expect(await house.casement(['suspend', '--all'])).toEqual({
    code: 0,
    stdout:
      'Suspended everything until resumed.\nNo bridge runs on this folder: it holds from its next start.',
    stderr: '',
  });
  expect(await house.casement(['resume', '--all'])).toMatchObject({ code: 0 });
  const database = join(house.bridge.dataDir, 'casement.db');
  renameSync(database, `${database}.away`);
  expect(await house.casement(['suspend', '--all'])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('stopped.json keeps it'),
  });
  renameSync(`${database}.away`, database);
  house.bridge = await house.place.start();
  expect(await house.executed()).toBe('streamUnavailable');
});

test('the pid is told, in words and in the folder; SIGUSR1 opens nothing; SIGUSR2 while it starts holds', async () => {
  const starting = house.place.start();
  const file = join(house.place.folder, 'data', 'bridge.json');
  await until(() => existsSync(file), 30_000, { intervalMs: 5 });
  const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
  process.kill(pid, 'SIGUSR2');
  process.kill(pid, 'SIGUSR1');
  await house.beginAt(starting);
  expect(house.bridge.pid).toBe(pid);
  expect(house.bridge.output()).toContain(`kill -USR2 ${pid}`);
  await house.said('SIGUSR1 opens no debugger');
  expect(house.bridge.output()).not.toMatch(/Debugger listening/);
  expect(await house.executed()).toBe('streamUnavailable');
});

test('a second bridge on the folder is refused, also where no record is kept', async () => {
  await house.place.configure(
    [
      'PUBLIC_URL=https://cameras.example.net',
      'GOOGLE_PROJECT_ID=my-home-cameras',
      'OAUTH_CLIENT_ID=google-home',
      'OAUTH_CLIENT_SECRET=l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
      'AUDIT=off',
      'TRIPWIRE=off',
    ].join('\n'),
  );
  await house.place.startReal();
  const running = readFileSync(join(house.place.folder, 'data', 'bridge.json'), 'utf8');
  const { pid } = JSON.parse(running) as { pid: number };
  const { code, output } = await house.place.startRefused();
  expect(code).toBe(1);
  expect(output).toMatch(
    new RegExp(`another bridge works on .* \\(process ${pid}\\): stop it first .*kill ${pid}`),
  );
  expect(output).toContain('do not delete files there');
});
