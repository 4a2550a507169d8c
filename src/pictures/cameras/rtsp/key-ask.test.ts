import { expect, test } from '@jest/globals';
import { KeyAsk } from './key-ask.ts';

test('a key picture is not taken for one asked for before one was asked for', () => {
  const ask = new KeyAsk();
  expect(ask.takes(0)).toBe(false);
  ask.asks();
  expect(ask.takes(1_000)).toBe(true);
});

test('the first after the answer is, however late, and no other', () => {
  const ask = new KeyAsk();
  ask.asks();
  ask.answered(100);
  expect([2_000, 4_000].map((at) => ask.takes(at))).toEqual([true, false]);
});

test('those that come before the answer are, and those right after it, but none later', () => {
  const ask = new KeyAsk();
  ask.asks();
  expect([0, 1_000].map((at) => ask.takes(at))).toEqual([true, true]);
  ask.answered(1_010);
  expect([1_100, 2_000].map((at) => ask.takes(at))).toEqual([true, false]);
});

test('where the camera said no, none is', () => {
  const ask = new KeyAsk();
  ask.asks();
  ask.refused();
  expect(ask.takes(0)).toBe(false);
});
