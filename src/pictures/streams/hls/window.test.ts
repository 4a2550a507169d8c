import { expect, test } from '@jest/globals';
import { segmentOf } from './testing/segments.ts';
import { createWindow, type Segment, type Window, type WindowOptions } from './window.ts';

const numbers = (listed: readonly Segment[]): number[] => listed.map(({ sequence }) => sequence);

const windowOf = (seconds: number, change: Partial<WindowOptions> = {}) =>
  createWindow({
    listUs: seconds * 1e6,
    maxUs: 2 * seconds * 1e6,
    keepUs: 4e6,
    bytes: Infinity,
    ...change,
  });
const all = (window: Window): number[] => numbers(window.listed(-Infinity));

test('lists the newest, keeps more for as long as it is told, forgets the rest', () => {
  const window = windowOf(3);
  for (let i = 1; i <= 10; i += 1) window.add(segmentOf(i));
  expect(all(window)).toEqual([8, 9, 10]);
  expect(window.body('s4.ts')?.body).toEqual(Uint8Array.of(4));
  expect(window.body('s3.ts')).toBeUndefined();
  expect(window.body('s11.ts')).toBeUndefined();
  expect(['s3.ts', 's4.ts', 's10.ts'].map((name) => window.has(name))).toEqual([false, true, true]);
});

test('who goes on from one that has left the list is told all that came after it', () => {
  const window = windowOf(2);
  for (let i = 1; i <= 6; i += 1) window.add(segmentOf(i));
  expect(numbers(window.newer(2, -Infinity))).toEqual([3, 4, 5, 6]);
  expect(numbers(window.newer(5, -Infinity))).toEqual([6]);
  expect(numbers(window.newer(2, 4_000))).toEqual([4, 5, 6]);
});

test('the last key picture stays listed for some time, since whoever joins begins with one', () => {
  const window = windowOf(3);
  window.add(segmentOf(1));
  for (let i = 2; i <= 6; i += 1) window.add(segmentOf(i, { independent: false }));
  expect(all(window)).toEqual([1, 2, 3, 4, 5, 6]);
  window.add(segmentOf(7, { independent: false }));
  expect(all(window)).toEqual([5, 6, 7]);
  window.add(segmentOf(8));
  expect(all(window)).toEqual([6, 7, 8]);
});

test('there are never more bytes than may be: what is over goes first, the newest stays', () => {
  const window = windowOf(3, { bytes: 1000 });
  const add = (sequence: number, size: number): boolean =>
    window.add(segmentOf(sequence, { body: new Uint8Array(size) }));
  expect([1, 2, 3, 4, 5].map((sequence) => add(sequence, 300))).toEqual(Array(5).fill(true));
  expect(window.bytes()).toBe(900);
  expect(window.body('s2.ts')).toBeUndefined();
  expect(all(window)).toEqual([3, 4, 5]);
  expect(add(6, 800)).toBe(false);
  expect(all(window)).toEqual([6]);
  expect(window.bytes()).toBe(800);
});

test('what it says to hold is what is there, however many have come and gone', () => {
  const window = windowOf(3, { bytes: 1000 });
  for (let i = 1; i <= 60; i += 1) {
    window.add(segmentOf(i, { body: new Uint8Array((i * 37) % 400), independent: i % 3 === 0 }));
    const there = window.newer(0, -Infinity).reduce((sum, { body }) => sum + body.length, 0);
    expect([i, window.bytes()]).toEqual([i, there]);
  }
});

test('an initialisation section is found by its name while one of its segments is', () => {
  const window = windowOf(2);
  window.add(segmentOf(1, { init: { name: 'i1.mp4', body: Uint8Array.of(42) } }));
  expect(window.body('i1.mp4')).toMatchObject({
    stamp: segmentOf(1).stamp,
    body: Uint8Array.of(42),
    units: 0,
  });
  for (let i = 2; i <= 7; i += 1) window.add(segmentOf(i));
  expect(window.body('i1.mp4')).toBeUndefined();
});

test('once cleared it has nothing', () => {
  const window = windowOf(2);
  for (let i = 1; i <= 4; i += 1) window.add(segmentOf(i));
  window.clear();
  expect(window.listed(-Infinity)).toEqual([]);
  expect(window.newer(0, -Infinity)).toEqual([]);
  expect(window.body('s1.ts')).toBeUndefined();
  expect(window.bytes()).toBe(0);
});

test('nothing is listed that was filmed before a display may see the camera', () => {
  const window = windowOf(4);
  window.add(segmentOf(1, { discontinuity: true }));
  window.add(segmentOf(2));
  window.add(segmentOf(3, { independent: false, discontinuity: true }));
  window.add(segmentOf(4));
  expect(numbers(window.listed(1_000))).toEqual([1, 2, 3, 4]);
  expect(numbers(window.listed(2_000))).toEqual([2, 3, 4]);
  expect(numbers(window.listed(2_001))).toEqual([3, 4]);
  expect(numbers(window.listed(4_001))).toEqual([]);
});
