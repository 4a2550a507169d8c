import { expect, test } from '@jest/globals';
import { median, shareAbove, slope } from './statistics.ts';

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([10, 2, 4, 1])).toBe(3);
  expect(() => median([])).toThrow(TypeError);
});

test('the slope is what one more costs', () => {
  expect(
    slope([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
  ).toBe(2);
  expect(
    slope([
      [0, 0],
      [1, 2],
      [2, 1],
    ]),
  ).toBeCloseTo(0.5);
});

test('a share above is 1 where all are, 0 where none is, and a half where nothing tells them apart', () => {
  expect(shareAbove([3, 4], [1, 2])).toBe(1);
  expect(shareAbove([1, 2], [3, 4])).toBe(0);
  expect(shareAbove([1, 2, 3], [3, 2, 1])).toBe(0.5);
  expect(shareAbove([2], [1, 2, 3, 4])).toBe(0.375);
  expect(() => shareAbove([], [1])).toThrow(TypeError);
});
