import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { projectRoot } from '../../common/project-root.ts';
import { without } from '../testing/needs.ts';
// @ts-expect-error: plain JavaScript, without types.
import Skipped, { wordsOfFile } from './skipped.mjs';

// The run that this is a part of has a list of its own.
const ofThisRun = process.env['SKIPPED_LIST'];
beforeEach(() => {
  delete process.env['SKIPPED_LIST'];
});
afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['SKIPPED_LIST'];
  if (ofThisRun !== undefined) process.env['SKIPPED_LIST'] = ofThisRun;
});

const results = (file: string, ...tests: readonly (readonly [string, string])[]) => ({
  testFilePath: join(projectRoot, 'src', file),
  testResults: tests.map(([fullName, status]) => ({ fullName, status })),
});
const one = {
  testResults: [
    results('a.test.ts', ['runs', 'passed'], [without('reads', 'ffmpeg'), 'pending']),
    results('b.test.ts', [`${without('suite', 'a browser')} sees`, 'pending']),
  ],
};
const two = { testResults: [results('c.test.ts', [without('plays', 'ffmpeg'), 'pending'])] };
type Reporter = new (config?: object) => { onRunComplete(contexts: unknown, run: unknown): void };
const reporter = new (Skipped as Reporter)();

test('a run ends by naming each test that was skipped and what was missing', () => {
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  reporter.onRunComplete(new Set(), one);
  expect(said.mock.calls.flat()).toEqual([
    'SKIPPED, missing: ffmpeg (1 test)',
    '  src/a.test.ts: reads',
    'SKIPPED, missing: a browser (1 test)',
    '  src/b.test.ts: suite sees',
  ]);
});

test('several runs end with one list of all of them', () => {
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const folder = scratchFolder('skipped');
  const file = join(folder, 'list');
  process.env['SKIPPED_LIST'] = file;
  expect(wordsOfFile(file)).toEqual([]);
  reporter.onRunComplete(new Set(), one);
  reporter.onRunComplete(new Set(), two);
  expect(said).not.toHaveBeenCalled();
  expect(wordsOfFile(file)).toEqual([
    'SKIPPED, missing: ffmpeg (2 tests)',
    '  src/a.test.ts: reads',
    '  src/c.test.ts: plays',
    'SKIPPED, missing: a browser (1 test)',
    '  src/b.test.ts: suite sees',
  ]);
  removeFolder(folder);
});

test('one that does not say what is missing is named, too', () => {
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  reporter.onRunComplete(new Set(), { testResults: [results('d.test.ts', ['later', 'todo'])] });
  expect(said.mock.calls.flat()).toEqual([
    'SKIPPED, missing: not said (1 test)',
    '  src/d.test.ts: later',
  ]);
});

test('what a run by name left out misses nothing', () => {
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const narrowed = new (Skipped as Reporter)({ testNamePattern: 'runs' });
  const left = results('e.test.ts', ['other', 'pending'], [without('plays', 'ffmpeg'), 'pending']);
  narrowed.onRunComplete(new Set(), { testResults: [left] });
  expect(said.mock.calls.flat()).toEqual([
    'SKIPPED, missing: ffmpeg (1 test)',
    '  src/e.test.ts: plays',
  ]);
});

/** What leaves tests out: those that it names, or all the others of their suite. */
const leavesOut =
  /\b(?:test|describe|it)(?:\.\w+)*\.(?:skip|todo|failing|only)\b|\b[xf](?:test|describe|it)\b[.(]/;

test.each([
  'test.skip(1)',
  'describe.skip.each([])',
  'it.concurrent.skip(1)',
  'test.todo(1)',
  'test.failing(1)',
  'test.only(1)',
  'describe.only(1)',
  'test.concurrent.only.each([])',
  'xtest(1)',
  'xit.each([])',
  'fit(1)',
  'fdescribe(1)',
])('%s leaves tests out', (line) => {
  expect(leavesOut.test(line)).toBe(true);
});

test('nothing is left out but by what says why', () => {
  const found = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'workshop/testing/needs.ts')
    // Here such words stand to be found.
    .filter((name) => name !== 'workshop/setup/skipped.test.ts')
    .map((name) => ({ name, source: readFileSync(join(projectRoot, 'src', name), 'utf8') }))
    // Without it the compiler knows none of these words.
    .filter(({ source }) => source.includes("'@jest/globals'") && leavesOut.test(source));
  expect(found.map(({ name }) => name)).toEqual([]);
});
