import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { testUnless } from '../testing/needs.ts';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
// @ts-expect-error -- plain JavaScript, for scripts that run before anything is built
import { memoryFolder, runFolder } from './memory-folder.mjs';

let disk: string;
beforeEach(() => {
  disk = scratchFolder('memory');
});
afterEach(() => removeFolder(disk));

test('a folder is made where there is room, and none where there is not', () => {
  const folder = memoryFolder(disk, 1) as string;
  expect(dirname(folder)).toBe(disk);
  expect(readdirSync(folder)).toEqual([]);
  // Whoever a test starts a program as may write there, as on the disk where there is no memory.
  for (const made of [folder, runFolder(folder) as string]) {
    expect(statSync(made).mode & 0o7777).toBe(0o1777);
  }
  expect(memoryFolder(disk, 1e15)).toBeUndefined();
  expect(memoryFolder(join(disk, 'nowhere'), 1)).toBeUndefined();
  expect(readdirSync(disk)).toHaveLength(1);
});

test('what a killed run left goes; what a run still writes, or somebody else, stays', () => {
  const { pid } = spawnSync('true');
  const left = join(disk, `casement-tests-${pid}-Ab3dEf`);
  const others = [`casement-tests-${process.pid}-Ab3dEf`, `another-${pid}`].map((name) =>
    join(disk, name),
  );
  for (const folder of [left, ...others]) mkdirSync(join(folder, 'data'), { recursive: true });
  const made = memoryFolder(disk, 1) as string;
  expect(existsSync(left)).toBe(false);
  for (const folder of [made, ...others]) expect(existsSync(folder)).toBe(true);
});

/** Mounts memory from which no program can be started; returns whether that is allowed here. */
const mount = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'noexec,size=1m', 'tmpfs', folder]).status === 0;
const unmount = (folder: string): void => void spawnSync('umount', [folder]);

function mayMount(): boolean {
  const folder = scratchFolder('mount');
  const mounted = mount(folder);
  if (mounted) unmount(folder);
  removeFolder(folder);
  return mounted;
}

testUnless(
  mayMount() ? undefined : 'the right to mount',
  'a folder from which no program can be started is no place for tests',
  () => {
    expect(mount(disk)).toBe(true);
    try {
      expect(memoryFolder(disk, 1)).toBeUndefined();
      expect(readdirSync(disk)).toEqual([]);
    } finally {
      unmount(disk);
    }
  },
);
