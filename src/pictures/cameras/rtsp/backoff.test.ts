import { expect, test } from '@jest/globals';
import { waitMs } from './backoff.ts';

test('doubles to the most, less a random half', () => {
  const backoff = { firstMs: 100, maxMs: 1_000 };
  expect([1, 2, 3, 4, 5, 500].map((failures) => waitMs(backoff, failures, 0))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
  expect(waitMs(backoff, 1, 1)).toBe(50);
});
