/** Scripts that suites compile: once, and each suite has its own of all that they make. */
import { createContext } from 'node:vm';
import { expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types.
import { compileKept, keepCompiled } from './compiled-code.mjs';

type Compiled = (...given: unknown[]) => unknown;

/** As Jest asks, in a context of its own. */
function compile(text: string, filename: string, more = {}): Compiled {
  const options = {
    filename,
    parsingContext: createContext({}),
    importModuleDynamically: (name: string) => import(name),
  };
  return compileKept(text, ['module', 'exports'], { ...options, ...more }) as Compiled;
}

/** Returns what it throws, as the first place of its stack says it. */
function placeOf(thrower: Compiled): string | undefined {
  try {
    thrower();
  } catch (error) {
    return /[\w-]+\.js:\d+:\d+/.exec((error as Error).stack ?? '')?.[0];
  }
  return undefined;
}

test('a script is compiled once, and what it makes is made anew', () => {
  const text = 'module.count = (module.count ?? 0) + 1; return globalThis;';
  const one = {};
  const first = compile(text, '/one.js')(one);
  expect(keepCompiled()).toBe(1);
  const other = {};
  const second = compile(text, '/one.js')(other);
  expect(keepCompiled()).toBe(0);
  expect([one, other]).toEqual([{ count: 1 }, { count: 1 }]);
  expect(second).not.toBe(first);
});

test('another text of a file is another script, and so is the same text of another file', () => {
  expect(compile('return 1;', '/changed.js')()).toBe(1);
  keepCompiled();
  expect(compile('return 2;', '/changed.js')()).toBe(2);
  expect(keepCompiled()).toBe(1);
  const thrower = 'throw new Error();';
  expect(placeOf(compile(thrower, '/here.js'))).toBe('here.js:1:7');
  keepCompiled();
  expect(placeOf(compile(thrower, '/there.js'))).toBe('there.js:1:7');
});

test.each(['first', 'second'])('lines and columns are those of the text, the %s time', () => {
  expect(placeOf(compile('  throw new Error();', '/first-line.js'))).toBe('first-line.js:1:9');
  expect(placeOf(compile('\n throw new Error();', '/next-line.js'))).toBe('next-line.js:2:8');
  keepCompiled();
});

test.each(['first', 'second'])('a script loads others later, the %s time', async () => {
  const text = "return import('node:path');";
  expect(await compile(text, '/later.js')()).toHaveProperty('join');
  // Not kept: it would find nothing the second time.
  expect(keepCompiled()).toBe(0);
});

test('what is wrong with a text is said, and nothing of it is kept', () => {
  expect(() => compile('const const;', '/wrong.js')).toThrow(/const/);
  expect(() => compile('} {', '/wrong.js')()).toThrow();
  expect(keepCompiled()).toBe(0);
});

test('with options that Jest does not give, it is what Node has', () => {
  const script = compile('return 1;', '/other.js', { lineOffset: 4 });
  expect(script()).toBe(1);
  expect(keepCompiled()).toBe(0);
});
