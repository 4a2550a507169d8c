import { expect, test } from '@jest/globals';
import { readOptions } from './options.ts';

test('a run is as long as asked, a hundred thousand where nothing is said', () => {
  expect(readOptions(['--runs', '5', '--seed=-7', '--path', '1:2', '--on', 'postgres'])).toEqual({
    help: false,
    runs: 5,
    seed: -7,
    path: '1:2',
    on: 'postgres',
  });
  const { runs, seed, on } = readOptions([]);
  expect(on).toBe('sqlite');
  expect(runs).toBe(100_000);
  expect(Number.isSafeInteger(seed)).toBe(true);
});

test.each([
  ['--runs', '0'],
  ['--runs', 'many'],
  ['--seed', '1.5'],
  ['--sed', '1'],
  ['--on', 'paper'],
])('%s %s is refused', (...args) => {
  expect(() => readOptions(args)).toThrow(/whole number|Unknown option|sqlite or postgres/);
});
