/** The lock between builds: what a process that was killed leaves of it holds nobody up. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = scratchFolder('lock');
  lock = join(folder, 'lock');
});
afterEach(() => removeFolder(folder));

/** What a process says that takes the lock, after `first`; nothing while it waits for it. */
function taken(first = ''): string {
  const program = `import { spawnSync } from 'node:child_process';
    import { mkdirSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)};
    const lock = ${JSON.stringify(lock)};
    ${first}
    withLock(lock, () => console.log('taken'));`;
  const args = ['--input-type=module', '--eval', program];
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 3_000 }).stdout;
}

test('it is taken, and let go', () => {
  expect(taken()).toBe('taken\n');
  expect(readdirSync(folder)).toEqual([]);
});

test('who holds it is waited for', () => {
  // A process that holds it starts the one that asks.
  expect(
    taken(`withLock(lock, () => {
      const asks = "import { withLock } from '${new URL('lock.mjs', import.meta.url).href}';" +
        "withLock('" + lock + "', () => console.log('taken as well'));";
      const args = ['--input-type=module', '--eval', asks];
      process.stdout.write(spawnSync(process.execPath, args, { timeout: 1_000 }).stdout);
    });`),
  ).toBe('taken\n');
});

test.each([
  // In a container the next process often has the very same number.
  ['of this number, killed before', 'mkdirSync(`${lock}/${process.pid}-1`, { recursive: true });'],
  ['that is gone', 'mkdirSync(`${lock}/4194305-1`, { recursive: true });'],
])('a process %s holds nothing', (_which, first) => {
  expect(taken(first)).toBe('taken\n');
});

test('one that was killed before it said who it is holds nothing for long', () => {
  mkdirSync(lock);
  expect(taken()).toBe('');
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  expect(taken()).toBe('taken\n');
});
