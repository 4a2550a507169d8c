import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { checkout } from '../../workshop/testing/checkout.ts';
import { sampleAccount } from '../contract/shelf.ts';
import type { Store } from '../store.ts';
import { isHeld, acquireFileLock } from './file-lock.ts';
import { revisionIn } from './copy.ts';
import { openMainFile } from './main-file.ts';
import { openSqlite } from './open.ts';
import { claimDatabase, type ClaimedDatabase, type StillTheSame } from './still-the-same.ts';

let folder: string;
let file: string;
let store: Store;
let claimed: ClaimedDatabase;
let database: StillTheSame;
let closed: boolean;

beforeEach(async () => {
  folder = scratchFolder('same');
  file = join(folder, 'data', 'casement.db');
  claimed = claimDatabase(file);
  store = openSqlite({ file });
  database = claimed.watch();
  closed = false;
});
afterEach(async () => {
  if (!closed) await close();
  removeFolder(folder);
});

/** As the bridge does. */
async function close(): Promise<void> {
  closed = true;
  database.release();
  await store.close();
  claimed.close();
}

const add = (name: string) =>
  store.operator.accounts.add(sampleAccount({ email: `${name}@example.org` }));
const checkpoint = (how: 'PASSIVE' | 'TRUNCATE') => {
  const beside = new Database(file);
  beside.pragma(`wal_checkpoint(${how})`);
  beside.close();
};
/** Leaves its log behind, as a command does that is killed. */
function inAnotherProcess(sql: string): void {
  const text = `new (require('better-sqlite3'))(process.argv[1]).exec(${JSON.stringify(sql)});process.kill(process.pid, 'SIGKILL')`;
  spawnSync(process.execPath, ['-e', text, file], { cwd: checkout });
}
const why = () => database.trouble()?.why;

test('what the store writes is no trouble', async () => {
  expect(database.trouble()).toBeUndefined();
  await store.operator.accounts.add(sampleAccount());
  expect(database.trouble()).toBeUndefined();
  expect(database.highest).toBe(await store.revision());
});

test('neither are checkpoints, nor commands that open and close the database', async () => {
  for (const how of ['PASSIVE', 'TRUNCATE', 'PASSIVE'] as const) {
    await add(`before-${how}-${Math.random()}`);
    expect(why()).toBeUndefined();
    checkpoint(how);
    expect(why()).toBeUndefined();
    const command = openSqlite({ file });
    await command.operator.accounts.add(sampleAccount({ email: `${Math.random()}@example.org` }));
    await command.close();
    expect(why()).toBeUndefined();
  }
  expect(database.highest).toBe(await store.revision());
});

test('a revision of any size is read out of the file itself', async () => {
  const root = 'SELECT rootpage FROM sqlite_schema WHERE name = ?';
  const beside = new Database(file);
  const { rootpage } = beside.prepare<[string], { rootpage: number }>(root).get('revision') ?? {};
  const main = openMainFile(file);
  for (const value of [1, 127, 128, 32_768, 8_388_608, 2_147_483_648, 2 ** 40]) {
    beside.prepare('UPDATE revision SET value = ?').run(value);
    beside.pragma('wal_checkpoint(TRUNCATE)');
    expect(main.revision(rootpage ?? 0, 4_096)).toBe(value);
  }
  expect(main.revision(1, 4_096)).toBeUndefined();
  expect(main.revision(100_000, 4_096)).toBeUndefined();
  beside.close();
  main.close();
});

test('a close takes the log away, as ever, and leaves all in the file', async () => {
  await add('last');
  const revision = await store.revision();
  await close();
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(revisionIn(file)).toBe(revision);
});

test('a file that was replaced before it was watched is no file to start on', async () => {
  await close();
  claimed = claimDatabase(file);
  copyFileSync(file, `${file}.copy`);
  renameSync(`${file}.copy`, file);
  store = openSqlite({ file });
  closed = false;
  expect(() => claimed.watch()).toThrow(
    'was replaced by another file, while the bridge was starting',
  );
});

test.each([
  ['gone', () => renameSync(file, `${file}.away`)],
  ['gone', () => renameSync(join(folder, 'data'), join(folder, 'moved'))],
  [
    'replaced',
    () => {
      copyFileSync(file, `${file}.copy`);
      renameSync(`${file}.copy`, file);
    },
  ],
])('a file that is %s is noticed', (word, change) => {
  change();
  expect(database.trouble()).toMatchObject({ why: expect.stringContaining(word), wentBack: false });
});

test('an older copy, written into the same file, is noticed', async () => {
  await add('first');
  checkpoint('TRUNCATE');
  const copy = readFileSync(file);
  await add('second');
  checkpoint('TRUNCATE');
  expect(why()).toBeUndefined();
  writeFileSync(file, copy);
  expect(database.trouble()).toMatchObject({
    why: expect.stringMatching(/gone back/),
    wentBack: true,
  });
});

test('so it is where the log hides it', async () => {
  await add('first');
  checkpoint('TRUNCATE');
  const copy = readFileSync(file);
  await add('second');
  checkpoint('TRUNCATE');
  await add('third');
  expect(why()).toBeUndefined();
  writeFileSync(file, copy);
  expect(await store.revision()).toBe(database.highest);
  expect(database.trouble()).toMatchObject({
    why: expect.stringMatching(/gone back/),
    wentBack: true,
  });
});

test('so it is where an older log was written into the log', async () => {
  await add('first');
  const logs = ['-wal', '-shm'].map((end) => ({
    path: `${file}${end}`,
    text: readFileSync(`${file}${end}`),
  }));
  await add('second');
  expect(why()).toBeUndefined();
  for (const { path, text } of logs) writeFileSync(path, text, { flag: 'r+' });
  expect(database.trouble()).toMatchObject({ wentBack: true });
});

test.each([['-wal'], ['-shm']])('a %s that was removed or replaced is noticed', async (end) => {
  await add('first');
  checkpoint('PASSIVE');
  expect(why()).toBeUndefined();
  copyFileSync(`${file}${end}`, `${file}.copy`);
  renameSync(`${file}.copy`, `${file}${end}`);
  const lost = `${file}${end} is no longer the file that is open`;
  expect(database.trouble()).toEqual({ why: lost, wentBack: false });
  rmSync(`${file}${end}`);
  expect(why()).toBe(lost);
});

test('with the log goes what only it had', async () => {
  await add('first');
  checkpoint('TRUNCATE');
  await add('second');
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`);
  expect(database.trouble()).toMatchObject({ wentBack: true });
});

test('a close behind a lost log takes nothing from those who came after', async () => {
  await add('first');
  checkpoint('TRUNCATE');
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`);
  expect(database.trouble()).toMatchObject({ wentBack: false });
  const before = await store.revision();
  inAnotherProcess('UPDATE revision SET value = value + 1');
  await close();
  expect(revisionIn(file)).toBe(before + 1);
});

test('a damaged database is noticed', async () => {
  await add('first');
  checkpoint('TRUNCATE');
  expect(why()).toBeUndefined();
  writeFileSync(file, Buffer.alloc(readFileSync(file).length, 'x'));
  // It is looked at several times a second.
  const end = Date.now() + 5_000;
  let said = why();
  while (said === undefined && Date.now() < end) {
    await setImmediate();
    said = why();
  }
  expect(said).toBe(`${file} is damaged`);
});

test('asking whether a lock is held takes none, and a folder without one has none', () => {
  const lock = join(folder, 'data', 'audit.lock');
  expect(isHeld(lock)).toBe(false);
  const letGo = acquireFileLock(lock, 'another works here');
  expect([isHeld(lock), isHeld(lock)]).toEqual([true, true]);
  letGo();
  expect(isHeld(lock)).toBe(false);
  acquireFileLock(lock, 'another works here', 0)();
});
