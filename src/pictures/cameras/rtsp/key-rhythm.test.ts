import { expect, test } from '@jest/globals';
import { KeyRhythm } from './key-rhythm.ts';

function after(began: number, ...keys: readonly number[]): KeyRhythm {
  const rhythm = new KeyRhythm();
  rhythm.began(began);
  for (const at of keys) rhythm.seen(at);
  return rhythm;
}

test('of a camera that was never seen nothing is due', () => {
  expect(after(0).dueMs(10)).toBe(Infinity);
});

test('how long was waited for the first is known of the interval', () => {
  const rhythm = after(0, 18_000);
  expect(rhythm.intervalMs).toBe(18_000);
  rhythm.began(100_000);
  expect(rhythm.dueMs(101_000)).toBe(17_000);
});

test('the longest interval counts, not that to the middle of one', () => {
  const rhythm = after(0, 500, 4_500, 6_500);
  expect(rhythm.intervalMs).toBe(4_000);
  rhythm.began(10_000);
  rhythm.seen(11_000);
  expect(rhythm.intervalMs).toBe(4_000);
});

test('a regular one goes on while nobody watches', () => {
  const rhythm = after(0, 5_000, 25_000, 45_000);
  rhythm.began(100_000);
  // Key pictures at 65, 85 and 105 s.
  expect(rhythm.dueMs(101_000)).toBe(4_000);
});

test('one that does not come is not due any more', () => {
  const rhythm = after(0, 0, 2_000);
  rhythm.began(10_000);
  expect(rhythm.dueMs(12_900)).toBeLessThanOrEqual(2_000);
  expect(rhythm.dueMs(13_100)).toBe(Infinity);
});

test('one that broke off tells nothing of later connections', () => {
  const rhythm = new KeyRhythm();
  rhythm.began(0);
  for (const at of [0, 2_000, 4_000]) rhythm.seen(at);
  expect(rhythm.dueMs(4_500)).toBe(1_500);
  rhythm.broke();
  rhythm.began(20_000);
  expect(rhythm.dueMs(20_000)).toBe(Infinity);
  expect(rhythm.intervalMs).toBeUndefined();
});
