import { expect, test } from '@jest/globals';
import { readOptions, targetNames } from './options.ts';

test('every target is fuzzed unless some are named', () => {
  expect(
    readOptions(['--target', 'sdp', '--target', 'oauth', '--runs', '7', '--seed', '3']),
  ).toEqual({
    help: false,
    targets: ['oauth', 'sdp'],
    runs: 7,
    seed: 3,
  });
  expect(readOptions([]).targets).toEqual(targetNames);
});

test.each([
  ['--target', 'webhok'],
  ['--runs', '0'],
  ['--seed', '-1'],
])('%s %s is refused', (...args) => {
  expect(() => readOptions(args)).toThrow();
});
