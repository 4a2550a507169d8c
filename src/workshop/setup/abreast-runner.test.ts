/** Jest with the runner that has suites run abreast: none is left out, run twice, or taken for passed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runJest } from '../testing/run-jest.ts';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';

const runner = fileURLToPath(new URL('./abreast-runner.mjs', import.meta.url));
const passes = `test('of it', () => {});`;
const fails = `test('of it', () => { throw new Error('no'); });`;
const suites = {
  computes: `/** @computes */ ${passes}`,
  'computes-and-fails': `/** @computes */ ${fails}`,
  'does-not-load': `throw new Error('no');`,
  dies: `test('of it', () => process.kill(process.pid, 'SIGKILL'));`,
  fails,
  'takes-long': `/** @takes 9 s */ ${passes}`,
  waits: passes,
};

let folder: string;
beforeEach(() => {
  folder = scratchFolder('abreast');
});
afterEach(() => removeFolder(folder));

/** What is told of these suites, each as often as it is told. */
function told(names: readonly (keyof typeof suites)[], workers: readonly string[]): unknown {
  for (const name of names) writeFileSync(join(folder, `${name}.test.cjs`), suites[name]);
  const { status, suites: found } = runJest(folder, { runner }, workers);
  const lines = found.map((one) => `${one.name} ${one.status}`);
  return [status, lines.toSorted()];
}

test('abreast every suite is told once, also one that does not load, or whose process dies', () => {
  const names = Object.keys(suites) as (keyof typeof suites)[];
  expect(told(names, ['--maxWorkers', '2'])).toEqual([
    1,
    [
      'computes passed',
      'computes-and-fails failed',
      'dies failed',
      'does-not-load failed',
      'fails failed',
      'takes-long passed',
      'waits passed',
    ],
  ]);
});

test('one after the other, too', () => {
  expect(told(['computes', 'computes-and-fails', 'waits'], ['--runInBand'])).toEqual([
    1,
    ['computes passed', 'computes-and-fails failed', 'waits passed'],
  ]);
});
