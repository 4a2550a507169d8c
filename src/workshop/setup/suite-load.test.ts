import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../../common/project-root.ts';
// @ts-expect-error: plain JavaScript, without types.
import { loadIn, sorted } from './suite-load.mjs';

test.each([
  ['/**\n * What it is.\n *\n * @takes 40 s\n * @computes\n */\n', { seconds: 40, computes: true }],
  ['/** @takes 9 s */\n', { seconds: 9, computes: false }],
  ['/** @computes */\n', { seconds: 0, computes: true }],
  ['/** It waits. */\n/** @takes 9 s */\n', { seconds: 0, computes: false }],
  ['const computes = 1;\n/** @computes */\n', { seconds: 0, computes: false }],
])('of %j it is known what it costs', (source, load) => {
  expect(loadIn(source)).toEqual(load);
});

test('the longest begin first, and those that compute are apart', () => {
  const said = new Map([
    ['a', { seconds: 0, computes: false }],
    ['b', { seconds: 9, computes: false }],
    ['c', { seconds: 5, computes: true }],
    ['d', { seconds: 30, computes: false }],
    ['e', { seconds: 7, computes: true }],
  ]);
  const tests = [...said.keys()].map((path) => ({ path }));
  const { computing, waiting } = sorted(tests, (path: string) => said.get(path)) as Record<
    string,
    { path: string }[]
  >;
  expect(computing?.map(({ path }) => path)).toEqual(['e', 'c']);
  expect(waiting?.map(({ path }) => path)).toEqual(['d', 'b', 'a']);
});

test('what a suite says of it is understood', () => {
  const suites = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => ({ name, source: readFileSync(join(projectRoot, 'src', name), 'utf8') }));
  const saying = suites.filter(({ source }) => /^(?:\/\*\*| \*) @(?:takes|computes)/m.test(source));
  expect(saying.length).toBeGreaterThan(20);
  const ununderstood = saying.filter(({ source }) => {
    const { seconds, computes } = loadIn(source) as { seconds: number; computes: boolean };
    return seconds === 0 && !computes;
  });
  expect(ununderstood.map(({ name }) => name)).toEqual([]);
});
