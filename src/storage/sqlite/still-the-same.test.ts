import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sampleAccount } from '../contract/shelf.ts';
import type { Store } from '../store.ts';
import { isHeld, hold } from './hold.ts';
import { openSqlite } from './open.ts';
import { watchDatabase, type StillTheSame } from './still-the-same.ts';

let folder: string;
let file: string;
let store: Store;
let database: StillTheSame;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-same-'));
  file = join(folder, 'data', 'casement.db');
  store = openSqlite({ file });
  database = watchDatabase(file);
});
afterEach(async () => {
  database.close();
  await store.close();
  await rm(folder, { recursive: true });
});

test('what the store writes is no trouble', async () => {
  expect(database.trouble()).toBeUndefined();
  await store.accounts.add(sampleAccount());
  expect(database.trouble()).toBeUndefined();
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
  expect(database.trouble()).toContain(word);
});

test('an older copy, written into the same file, is noticed', async () => {
  await store.accounts.add(sampleAccount({ email: 'first@example.org' }));
  const beside = new Database(file);
  beside.pragma('wal_checkpoint(TRUNCATE)');
  const copy = readFileSync(file);
  await store.accounts.add(sampleAccount({ email: 'second@example.org' }));
  beside.pragma('wal_checkpoint(TRUNCATE)');
  beside.close();
  expect(database.trouble()).toBeUndefined();
  writeFileSync(file, copy);
  expect(database.trouble()).toMatch(/gone back|damaged/);
});

test('asking whether a lock is held takes none, and a folder without one has none', () => {
  const lock = join(folder, 'data', 'audit.lock');
  expect(isHeld(lock)).toBe(false);
  const letGo = hold(lock, 'another works here');
  expect([isHeld(lock), isHeld(lock)]).toEqual([true, true]);
  letGo();
  expect(isHeld(lock)).toBe(false);
  hold(lock, 'another works here', 0)();
});
