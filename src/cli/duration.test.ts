import { expect, test } from '@jest/globals';
import { readDuration } from './duration.ts';

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['1h', 3_600_000],
  ['1d12h', 129_600_000],
])('%s', (text, ms) => {
  expect(readDuration('--duration', text)).toBe(ms);
});

test.each(['', '0', '-1', '5x', 's', '1 m', '1e3', '99999h'])('%j is none', (text) => {
  expect(() => readDuration('--duration', text)).toThrow(
    '--duration must be a time such as 90s, 10m or 1h',
  );
});
