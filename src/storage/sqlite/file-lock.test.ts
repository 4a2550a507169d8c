import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { acquireFileLock, watchLock } from './file-lock.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = scratchFolder('hold');
  file = join(folder, 'data', 'lock');
});
afterEach(() => removeFolder(folder));

test('one holds it at a time, and the next can when it has let go', async () => {
  const letGo = acquireFileLock(file, 'another works here');
  expect(() => acquireFileLock(file, 'another works here', 10)).toThrow('another works here');
  expect((await stat(file)).mode & 0o077).toBe(0);
  letGo();
  acquireFileLock(file, 'another works here', 10)();
});

test('who holds it notices that it was removed, or replaced', async () => {
  const letGo = acquireFileLock(file, 'another works here');
  const trouble = watchLock(file);
  expect(trouble()).toBeUndefined();
  await rm(file);
  expect(trouble()).toContain('was removed or replaced');
  await writeFile(file, '');
  expect(trouble()).toContain('was removed or replaced');
  letGo();
});
