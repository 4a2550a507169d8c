import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
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

/** A folder with something in it. */
function filled(name: string): string {
  mkdirSync(join(disk, name, 'data'), { recursive: true });
  return join(disk, name);
}
/** Of a process that has ended. */
const over = (): number => spawnSync('true').pid;

test.each([
  ['in memory', () => memoryFolder(disk, 1) as string | undefined, 1],
  ['in memory that has no room', () => memoryFolder(disk, 1e15) as string | undefined, 0],
  ['on the disk', () => runFolder(disk) as string, 1],
])('what a killed run left goes, %s', (_where, make, more) => {
  const left = filled(`casement-tests-${over()}-Ab3dEf`);
  make();
  expect(existsSync(left)).toBe(false);
  expect(readdirSync(disk)).toHaveLength(more);
});

test('what a run still writes, or somebody else, stays', () => {
  const names = [
    `casement-tests-${process.pid}-Ab3dEf`,
    `another-${over()}`,
    'casement-tests-kept',
    `casement-tests-${over()}kept`,
    `casement-tests--${over()}-Ab3dEf`,
  ];
  const others = names.map(filled);
  const made = memoryFolder(disk, 1) as string;
  for (const folder of [made, ...others]) expect(existsSync(folder)).toBe(true);
});

testUnless(
  process.getuid?.() === 0 ? undefined : 'root',
  'what a killed run of another user left stays also where root runs the tests',
  () => {
    const theirs = filled(`casement-tests-${over()}-Ab3dEf`);
    chownSync(theirs, 65_534, 65_534);
    memoryFolder(disk, 1);
    expect(existsSync(join(theirs, 'data'))).toBe(true);
  },
);

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
