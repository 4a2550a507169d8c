import { expect, test } from '@jest/globals';
import { newStamp } from '../../testing/units.ts';
import { createWindow, type Segment } from './window.ts';

const stamp = newStamp();
const segment = (sequence: number, change: Partial<Segment> = {}): Segment => ({
  stamp,
  heardAt: sequence * 1_000,
  sequence,
  name: `s${sequence}.ts`,
  body: Uint8Array.of(sequence),
  units: 1,
  durationUs: 1_000_000,
  independent: true,
  discontinuity: false,
  wallMs: 0,
  ...change,
});
const numbers = (listed: readonly Segment[]): number[] => listed.map(({ sequence }) => sequence);

test('lists the newest, keeps four more, forgets the rest', () => {
  const window = createWindow(3);
  for (let i = 1; i <= 10; i += 1) window.add(segment(i));
  expect(numbers(window.listed(-Infinity))).toEqual([8, 9, 10]);
  expect(window.body('s4.ts')?.body).toEqual(Uint8Array.of(4));
  expect(window.body('s3.ts')).toBeUndefined();
  expect(window.body('s11.ts')).toBeUndefined();
});

test('counts discontinuities that have left the list', () => {
  const window = createWindow(2);
  window.add(segment(1));
  window.add(segment(2, { discontinuity: true }));
  window.add(segment(3));
  expect(window.discontinuities(window.listed(-Infinity))).toBe(0);
  window.add(segment(4));
  expect(window.discontinuities(window.listed(-Infinity))).toBe(1);
});

test('the list begins where a player can begin', () => {
  const window = createWindow(3);
  window.add(segment(1));
  for (const sequence of [2, 3]) window.add(segment(sequence, { independent: false }));
  window.add(segment(4));
  expect(numbers(window.listed(-Infinity))).toEqual([4]);
  window.add(segment(5));
  expect(numbers(window.listed(-Infinity))).toEqual([4, 5]);
});

test('pieces of the first GOP leave the list together once three whole GOPs follow', () => {
  const window = createWindow(6);
  window.add(segment(1));
  window.add(segment(2, { independent: false }));
  window.add(segment(3));
  window.add(segment(4));
  expect(numbers(window.listed(-Infinity))).toEqual([1, 2, 3, 4]);
  window.add(segment(5));
  expect(numbers(window.listed(-Infinity))).toEqual([3, 4, 5]);
  expect(window.body('s1.ts')).toBeDefined();
});

test('a list without any key picture is bounded all the same', () => {
  const window = createWindow(3);
  for (let i = 1; i <= 9; i += 1) window.add(segment(i, { independent: false }));
  expect(numbers(window.listed(-Infinity))).toEqual([7, 8, 9]);
});

test('an initialisation section is found by its name while one of its segments is', () => {
  const window = createWindow(2);
  window.add(segment(1, { init: { name: 'i1.mp4', body: Uint8Array.of(42) } }));
  expect(window.body('i1.mp4')).toMatchObject({
    stamp,
    body: Uint8Array.of(42),
    units: 0,
  });
  for (let i = 2; i <= 7; i += 1) window.add(segment(i));
  expect(window.body('i1.mp4')).toBeUndefined();
});

test('once cleared it has nothing, but its counts', () => {
  const window = createWindow(2);
  window.add(segment(1, { discontinuity: true }));
  window.clear();
  expect(window.listed(-Infinity)).toEqual([]);
  expect(window.body('s1.ts')).toBeUndefined();
  expect(window.discontinuities(window.listed(-Infinity))).toBe(1);
});

test('a display that may not see all of it begins with a key picture of its time', () => {
  const window = createWindow(4);
  window.add(segment(1, { discontinuity: true }));
  window.add(segment(2));
  window.add(segment(3, { independent: false, discontinuity: true }));
  window.add(segment(4));
  expect(numbers(window.listed(1_000))).toEqual([1, 2, 3, 4]);
  expect(numbers(window.listed(2_000))).toEqual([2, 3, 4]);
  expect(numbers(window.listed(2_001))).toEqual([4]);
  expect(numbers(window.listed(4_001))).toEqual([]);
  expect(window.discontinuities(window.listed(2_000))).toBe(1);
  expect(window.discontinuities(window.listed(4_000))).toBe(2);
});
