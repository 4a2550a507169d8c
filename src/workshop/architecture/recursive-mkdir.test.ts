import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { findPlanted, type Planted } from './planted.ts';
import { recursiveMkdirs } from './recursive-mkdir.ts';

test('no folder is made by Node’s recursive mkdir, which may never end', () => {
  expect(recursiveMkdirs(fileURLToPath(new URL('../../', import.meta.url)))).toEqual([]);
});

test.each<Planted>([
  ['cli/a.ts', '\nmkdirSync(folder, { recursive: true, mode: 0o700 });\n', 'found'],
  ['wall/a.ts', 'await mkdir(dirname(path), {\n  recursive: true,\n});\n', 'found'],
  ['setup/a.mjs', "mkdirSync('builds', { recursive: true });\n", 'found'],
  ['wall/a.ts', 'mkdirSync(folder, { recursive });\n', 'found'],
  ['wall/a.ts', 'await mkdir(folder, options);\n', 'found'],
  ['wall/a.ts', 'await mkdir(folder, { ...options });\n', 'found'],
  ['wall/a.ts', 'fs.mkdirSync(join(a, b), options);\n', 'found'],
  ['wall/a.ts', "import { mkdirSync as make } from 'node:fs';\n", 'found'],
  ['wall/a.ts', 'const { mkdir: make } = fs;\n', 'found'],
  ['wall/a.ts', 'const make = fs.mkdirSync;\n', 'found'],
  ['wall/a.ts', "mkdirSync(folder, { ['recursive']: true });\n", 'found'],
  ['wall/a.ts', 'retried(mkdir, folder, { recursive: true });\n', 'found'],
  ['wall/a.ts', 'mkdirSync(folder);\nrmSync(folder, { recursive: true });\n', undefined],
  ['wall/a.ts', 'mkdirSync(folder, { mode: 0o700 });\n', undefined],
  ['wall/a.ts', 'mkdirSync(folder, { mode });\n', undefined],
  ['setup/a.mjs', 'mkdirSync(join(lock, nameOf(process.pid)));\n', undefined],
  ['wall/a.ts', "import { chmodSync, mkdirSync, openSync } from 'node:fs';\n", undefined],
  ['wall/a.test.ts', 'mkdirSync(folder, { recursive: true });\n', undefined],
  ['workshop/bench/a.ts', 'mkdirSync(folder, { recursive: true });\n', undefined],
])('planted in %s: %j is %s', async (path, text, found) => {
  const planted = await findPlanted([[path, text, found]], recursiveMkdirs);
  expect(planted).toEqual(found === undefined ? [] : [path]);
});
