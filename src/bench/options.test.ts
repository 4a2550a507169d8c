import { expect, test } from '@jest/globals';
import { help, partNames, readOptions } from './options.ts';

test('without a word it measures everything, at length', () => {
  expect(readOptions([])).toEqual({
    help: false,
    parts: partNames,
    quick: false,
    strict: false,
    json: undefined,
    profile: undefined,
  });
});

test('parts are named one by one, and run in their own order', () => {
  const { parts } = readOptions(['--only', 'media', '--only', 'webhook']);
  expect(parts).toEqual(['webhook', 'media']);
  expect(() => readOptions(['--only', 'webhok'])).toThrow('there is no part webhok');
});

test('what is not known is refused, what is known stands in the help', () => {
  expect(() => readOptions(['--fast'])).toThrow('--fast');
  expect(() => readOptions(['webhook'])).toThrow('webhook');
  for (const name of [...partNames, '--quick', '--json', '--strict', '--profile', '--help']) {
    expect(help).toContain(name);
  }
});
