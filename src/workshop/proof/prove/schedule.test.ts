import { expect, test } from '@jest/globals';
import { createChance } from './chance.ts';
import { scheduleOf } from './schedule.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const first = (seed: string, count: number): string[] => {
  const schedule = scheduleOf(seed, names);
  return Array.from({ length: count }, () => schedule.next().value);
};

test('the same seed gives the same schedule, another seed another', () => {
  expect(first('1', 70)).toEqual(first('1', 70));
  expect(first('1', 70)).not.toEqual(first('2', 70));
});

test('everyone has a turn before anyone has a second', () => {
  for (const cycle of [0, 1, 2]) {
    const turn = first('x', 21).slice(cycle * 7, cycle * 7 + 7);
    expect(turn.toSorted()).toEqual(names);
  }
});

test('chance is even, and one stream of it does not disturb another', () => {
  const chance = createChance('even');
  const counts = [0, 0, 0, 0];
  for (let at = 0; at < 4_000; at += 1) {
    const side = chance.below(4);
    counts[side] = (counts[side] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  const before = createChance('even').of('other').number();
  expect(chance.of('other').number()).toBe(before);
  expect(() => chance.pick([])).toThrow(RangeError);
});
