import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { auditKeys, type AuditKeys } from '../../identity/audit-key.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { openRunning, readRunning, type Running } from './running-files.ts';

let folder: string;
let path: string;
let keys: AuditKeys;
beforeEach(async () => {
  folder = scratchFolder('running');
  path = join(folder, 'running');
  keys = auditKeys(openKeyRing(join(folder, 'keys.json')));
});
afterEach(() => removeFolder(folder));

const totals = (count: number, sessions = 1): Running =>
  Object.fromEntries(Array.from({ length: sessions }, (_, at) => [`s${at}`, [count, 1, 2]]));

test('the last totals are read, however long those before were, and whoever opens them next', async () => {
  const files = await openRunning(path, keys);
  expect(files.left).toEqual({});
  for (const [count, sessions] of [
    [1, 50],
    [2, 50],
    [3, 1],
    [4, 0],
  ] as const) {
    await files.write(totals(count, sessions));
    expect(await readRunning(path, keys)).toEqual(totals(count, sessions));
  }
  await files.write(totals(5));
  await files.close();
  const again = await openRunning(path, keys);
  expect(again.left).toEqual(totals(5));
  await again.write(totals(6));
  await again.close();
  expect(await readRunning(path, keys)).toEqual(totals(6));
});

test('where the newest is torn or altered, those before it are told', async () => {
  const files = await openRunning(path, keys);
  await files.write(totals(1));
  await files.write(totals(2));
  await files.close();
  const text = await readFile(`${path}.1`, 'utf8');
  for (const spoilt of ['', text.slice(0, 20), text.replace('[2,', '[3,')]) {
    await writeFile(`${path}.1`, spoilt);
    expect(await readRunning(path, keys)).toEqual(totals(1));
  }
});

test('totals that did not change are not written again; both files are private', async () => {
  const files = await openRunning(path, keys);
  await files.write(totals(1));
  const first = await readFile(`${path}.0`, 'utf8');
  await files.write(totals(1));
  await files.close();
  expect([await readFile(`${path}.0`, 'utf8'), await readFile(`${path}.1`, 'utf8')]).toEqual([
    first,
    '',
  ]);
  for (const one of ['.0', '.1']) expect((await stat(path + one)).mode & 0o077).toBe(0);
});
