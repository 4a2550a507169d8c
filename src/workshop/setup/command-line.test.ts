import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, jest, test } from '@jest/globals';
// @ts-expect-error -- plain JavaScript
import { readCommandLine } from './command-line.mjs';

afterEach(() => {
  jest.restoreAllMocks();
});

const options = { only: { type: 'string', default: '' } };

/** Reads a command line; `code` is what it ends the process with, undefined if it goes on. */
function read(args: readonly string[], more: object = { options }) {
  jest.replaceProperty(process, 'argv', ['node', 'command.mjs', ...args]);
  let code: unknown;
  jest.spyOn(process, 'exit').mockImplementation((given) => {
    code = given;
    throw new Error('the process ends');
  });
  const said: unknown[] = [];
  jest.spyOn(console, 'log').mockImplementation((text) => void said.push(text));
  jest.spyOn(console, 'error').mockImplementation((text) => void said.push(text));
  try {
    return { asked: readCommandLine('Usage: it', more) };
  } catch {
    return { code, said };
  }
}

test('options and positionals come back', () => {
  expect(read(['--only', 'one'])).toEqual({
    asked: { values: { only: 'one' }, positionals: [] },
  });
  expect(read(['a1ffa39'], { most: 1 })).toEqual({
    asked: { values: {}, positionals: ['a1ffa39'] },
  });
});

test.each(['--help', '-h'])('%s prints how it is used', (help) => {
  expect(read([help])).toEqual({ code: 0, said: ['Usage: it'] });
});

test.each([
  [['--nosuch'], "Unknown option '--nosuch'"],
  [['--only'], "Option '--only <value>' argument missing"],
  [['word'], "Unexpected argument 'word'"],
])('%j is refused, and how it is used is said', (args, why) => {
  expect(read(args)).toEqual({ code: 2, said: [`${why}\n\nUsage: it`] });
});

test('one positional too many is refused', () => {
  expect(read(['one', 'two'], { most: 1 })).toEqual({
    code: 2,
    said: ["Unexpected argument 'two'\n\nUsage: it"],
  });
});

test('npm test refuses to watch: what its processes run is built once', () => {
  const program = fileURLToPath(new URL('./test.mjs', import.meta.url));
  const ran = spawnSync(process.execPath, [program, '--watch'], { encoding: 'utf8' });
  expect(ran).toMatchObject({ status: 2, stdout: '' });
  expect(ran.stderr).toMatch(/^npm test cannot watch: .*\n$/);
});
