/**
 * What a running bridge does when its database or folder is no longer what it opened: real processes.
 *
 * @takes 112 s
 * @computes
 */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { readSeen } from '../../bridge/data-folder/seen-revision.ts';
import { Playing } from '../testing/playing.ts';
import { until } from '../until.ts';

jest.setTimeout(240_000);

let house: Playing;

beforeEach(async () => {
  house = await Playing.open();
});
afterEach(() => house.place.close());

test('a database that was replaced under it: the bridge falls silent, and every start obeys the stop', async () => {
  await house.begin();
  await house.play();
  const database = join(house.bridge.dataDir, 'casement.db');
  copyFileSync(database, `${database}.copy`);
  renameSync(`${database}.copy`, database);
  await house.silent();
  await house.said('was replaced by another file');
  expect(await house.readiness()).toBe(503);
  const stop = await house.casement(['suspend', '--all', '--reason', 'Odd']);
  expect(stop).toMatchObject({ code: 0, stderr: '' });
  expect(stop.stdout).toMatch(/^Suspended everything until resumed\.\nThe bridge delivers nothing/);
  expect(existsSync(join(house.bridge.dataDir, 'stopped.json'))).toBe(true);
});

test('one that was replaced while the bridge was starting: it does not start, or starts silent', async () => {
  await house.begin();
  await house.bridge.end('SIGTERM');
  const database = join(house.bridge.dataDir, 'casement.db');
  copyFileSync(database, `${database}.copy`);
  const starting = house.place.start().catch((error: unknown) => String(error));
  await until(() => existsSync(`${database}-wal`), 30_000, { intervalMs: 5 });
  renameSync(`${database}.copy`, database);
  const started = await starting;
  if (typeof started === 'string') {
    expect(started).toContain('was replaced by another file, while the bridge was starting');
    return;
  }
  expect(started.output()).toContain('was replaced by another file');
  expect((await fetch(`${started.demo.origin}/readyz`)).status).toBe(503);
});

test('a lock that was removed: another bridge could begin beside it, and commands see none', async () => {
  await house.begin();
  await house.play();
  rmSync(join(house.bridge.dataDir, 'audit.lock'));
  await house.silent();
  await house.said('audit.lock was removed or replaced');
  expect(await house.readiness()).toBe(503);
}, 60_000);

/** The database file once its log has been written into it. */
function checkpointed(database: string): Buffer {
  const beside = new Database(database);
  beside.pragma('wal_checkpoint(TRUNCATE)');
  beside.close();
  return readFileSync(database);
}

test.each([
  [
    'a log that was removed, and an older copy in the same file',
    'the database is older than what was seen of it before',
    (database: string, copy: Buffer) => {
      for (const end of ['-wal', '-shm']) rmSync(`${database}${end}`);
      writeFileSync(database, copy);
    },
  ],
  [
    'an older copy beneath the log',
    'the database went back to an earlier state while a bridge ran on it',
    writeFileSync,
  ],
])(
  '%s: it falls silent, and does not start until after-restore',
  async (_what, refusal, goBack) => {
    const { place } = house;
    await place.configure(
      [
        'PUBLIC_URL=https://cameras.example.net',
        'GOOGLE_PROJECT_ID=my-home-cameras',
        'OAUTH_CLIENT_ID=google-home',
        'OAUTH_CLIENT_SECRET=l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
        // Without a delivery record, which would know it, too.
        'AUDIT=off',
        'TRIPWIRE=off',
      ].join('\n'),
    );
    const database = join(place.folder, 'data', 'casement.db');
    const suspend = (model: string) => house.casement(['suspend', '--model', model, '--force']);
    const bridge = await place.startReal();
    const copy = checkpointed(database);
    expect(await suspend('One')).toMatchObject({ code: 0 });
    checkpointed(database);
    expect(await suspend('Other')).toMatchObject({ code: 0 });
    goBack(database, copy);
    // If it is looked at while the copy is being written, it is damaged first.
    await until(() => readSeen(join(place.folder, 'data')).wentBack, 60_000);
    expect((await fetch(`${bridge.local}/readyz`)).status).toBe(503);
    await bridge.end('SIGTERM');
    const { output } = await place.startRefused();
    expect(output).toContain(refusal);
    expect(output).toContain('casement after-restore');
    const done = await house.casement(['after-restore', '--yes']);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const again = await place.startReal();
    expect((await fetch(`${again.local}/readyz`)).status).toBe(200);
  },
);

test('the signal makes no folder in the place of one that was moved away', async () => {
  await house.begin();
  const { dataDir, pid } = house.bridge;
  const moved = join(house.place.folder, 'moved');
  renameSync(dataDir, moved);
  process.kill(pid, 'SIGUSR2');
  await house.said('all delivery is suspended until it is resumed');
  expect(existsSync(dataDir)).toBe(false);
  renameSync(moved, dataDir);
});

test('a folder that was moved away: the bridge falls silent, and its socket is found where it went', async () => {
  await house.begin();
  await house.play();
  const moved = join(house.place.folder, 'moved');
  renameSync(house.bridge.dataDir, moved);
  await house.silent();
  await house.said('is gone');
  const stop = await house.casement(['suspend', '--all'], { DATA_DIR: moved });
  expect(stop).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(join(moved, 'stopped.json'))).toBe(true);
  const held = await house.casement(['suspensions'], { DATA_DIR: moved });
  expect(held.stdout).toContain('everything');
  renameSync(moved, house.bridge.dataDir);
});

test('one that is gone: commands say so, and nothing is begun in its place', async () => {
  await house.begin();
  await house.bridge.end('SIGTERM');
  const database = join(house.bridge.dataDir, 'casement.db');
  renameSync(database, `${database}.elsewhere`);
  const missing = expect.stringContaining('casement.db is missing');
  for (const command of [
    ['account', 'list'],
    ['camera', 'remove', 'd1'],
  ]) {
    expect(await house.casement(command)).toMatchObject({ code: 1, stderr: missing });
  }
  const refused = await house.place.start().catch((error: unknown) => String(error));
  expect(refused).toEqual(missing);
  expect(existsSync(database)).toBe(false);
  renameSync(`${database}.elsewhere`, database);
  await house.place.start();
});
