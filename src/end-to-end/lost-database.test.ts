/** What a running bridge does when its database or folder is no longer what it opened: real processes. */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Playing, turn } from '../testing/playing.ts';

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
  expect(stop).toMatchObject({ code: 4, stdout: 'Suspended everything until resumed.' });
  expect(stop.stderr).toContain('stopped.json keeps it');
});

test('one that was replaced while the bridge was starting: it does not start, or starts silent', async () => {
  await house.begin();
  await house.bridge.end('SIGTERM');
  const database = join(house.bridge.dataDir, 'casement.db');
  copyFileSync(database, `${database}.copy`);
  const starting = house.place.start().catch((error: unknown) => String(error));
  while (!existsSync(`${database}-wal`)) await turn();
  renameSync(`${database}.copy`, database);
  const started = await starting;
  if (typeof started === 'string') {
    expect(started).toContain('was replaced by another file, while the bridge was starting');
    return;
  }
  expect(started.output()).toContain('was replaced by another file');
  expect((await fetch(`${started.demo.origin}/readyz`)).status).toBe(503);
});

test('a log that was removed, and an older copy in the same file: it falls silent, and so it stays', async () => {
  await house.begin();
  await house.bridge.end('SIGTERM');
  const database = join(house.bridge.dataDir, 'casement.db');
  const copy = readFileSync(database);
  await house.begin();
  await house.casement(['suspend', '--model', 'Other', '--force']);
  await house.casement(['resume', '--model', 'Other']);
  await house.play();
  for (const end of ['-wal', '-shm']) rmSync(`${database}${end}`);
  writeFileSync(database, copy);
  await house.silent();
  await house.said('has gone back to an earlier state');
  expect(await house.readiness()).toBe(503);
});

test('a folder that was moved away: the bridge falls silent, and its socket is found where it went', async () => {
  await house.begin();
  await house.play();
  const moved = join(house.place.folder, 'moved');
  renameSync(house.bridge.dataDir, moved);
  await house.silent();
  await house.said('is gone');
  expect(await house.casement(['suspend', '--all'], { DATA_DIR: moved })).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('stopped.json keeps it'),
  });
  expect(existsSync(join(moved, 'stopped.json'))).toBe(true);
  renameSync(moved, house.bridge.dataDir);
});
