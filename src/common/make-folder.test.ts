/** How folders are made, by the bridge and by what starts it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
// @ts-expect-error -- plain JavaScript
import { makeFolder as beforeBuild } from '../setup/make-folder.mjs';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { makeFolder } from './make-folder.ts';

let place: string;
beforeEach(() => {
  place = scratchFolder('make-folder');
});
afterEach(() => removeFolder(place));

describe.each([
  ['in the bridge', makeFolder],
  ['before anything is built', beforeBuild as typeof makeFolder],
])('%s', (_where, make) => {
  test('those above it are made as well, with the same mode; one that is there stays', () => {
    make(join(place, 'a', 'b', 'c'), 0o700);
    make(join(place, 'a', 'b', 'c'), 0o755);
    for (const path of ['a', 'a/b', 'a/b/c']) {
      expect(statSync(join(place, path)).mode & 0o777).toBe(0o700);
    }
    symlinkSync(join(place, 'a'), join(place, 'link'));
    make(join(place, 'link'), 0o700);
    make(join(place, 'link', 'd'), 0o700);
    expect(readdirSync(join(place, 'a'))).toEqual(['b', 'd']);
    make('/', 0o700);
    make('.', 0o700);
  });

  test('what cannot be there ends with the error of mkdir', () => {
    writeFileSync(join(place, 'file'), '');
    symlinkSync(join(place, 'gone'), join(place, 'lost'));
    symlinkSync(join(place, 'round'), join(place, 'round'));
    for (const [path, code, at = path] of [
      [join(place, 'file'), 'EEXIST'],
      [join(place, 'file', 'a', 'b'), 'ENOTDIR'],
      [join(place, 'lost'), 'EEXIST'],
      [join(place, 'lost', 'a'), 'ENOENT'],
      [join(place, 'lost', 'a', 'b'), 'ENOENT', join(place, 'lost', 'a')],
      [join(place, 'round'), 'EEXIST'],
      [join(place, 'round', 'a'), 'ELOOP'],
    ]) {
      const error = expect.objectContaining({ code, syscall: 'mkdir', path: at });
      expect(() => make(path as string, 0o700)).toThrow(error);
    }
    expect(readdirSync(place).toSorted()).toEqual(['file', 'lost', 'round']);
  });
});

test('a place that takes no folders ends it, too', () => {
  const program = `import { makeFolder } from ${JSON.stringify(new URL('../setup/make-folder.mjs', import.meta.url).href)};
    for (const path of ['/proc/nope', '/proc/nope/a/b']) {
      try { makeFolder(path, 0o700); } catch (error) { console.log(error.message); }
    }`;
  // Node's recursive mkdir tries for ever, and hears no signal but this.
  const bounds = { timeout: 10_000, killSignal: 'SIGKILL' } as const;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', ...bounds });
  const why = "ENOENT: no such file or directory, mkdir '/proc/nope'\n";
  expect(stdout).toBe(why + why);
});
