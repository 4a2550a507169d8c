import { expect, test } from '@jest/globals';
import { createTimeline } from './timeline.ts';

const taken = (timestampUs: number, agoMs = 0) => ({ timestampUs, arrivedAt: Date.now() - agoMs });

test('pictures of the present keep their distance at 90 kHz', () => {
  const timeline = createTimeline();
  const first = timeline.video(taken(1_000_000), false);
  expect(timeline.video(taken(1_040_000), false) - first).toBe(3600);
  expect(timeline.video(taken(1_000_000 + 3_600_000_000), false) - first).toBe(90_000 * 3600);
});

test('timestamps only ever grow', () => {
  const timeline = createTimeline();
  const first = timeline.video(taken(1_000_000), false);
  expect(timeline.video(taken(1_000_000), false)).toBe(first + 1);
  expect(timeline.video(taken(500_000), false)).toBe(first + 2);
});

test('pictures of the past are given the present moment', () => {
  const timeline = createTimeline();
  const past = Array.from({ length: 50 }, (_, index) => taken(index * 40_000, 2000 - index * 40));
  const given = past.map((unit) => timeline.video(unit, true));
  const spread = (given.at(-1) ?? 0) - (given[0] ?? 0);
  expect(spread).toBeGreaterThanOrEqual(49);
  // Two seconds of pictures, stamped within the moment this took.
  expect(spread).toBeLessThan(90_000);
  expect(given).toEqual(given.toSorted((a, b) => a - b));
  // The next one of the present follows on: 2 s after the first was taken.
  const live = timeline.video(taken(2_000_000), false);
  expect(live).toBeGreaterThan(given.at(-1) ?? Infinity);
  expect(live - (given[0] ?? 0)).toBeLessThan(90_000);
});

test('runs of sound adjoin in spite of rounding, and leave true gaps', () => {
  const timeline = createTimeline();
  const first = timeline.audio(taken(0), 320);
  expect(timeline.audio(taken(40_100), 320) - first).toBe(320);
  expect(timeline.audio(taken(79_800), 320) - first).toBe(640);
  expect(timeline.audio(taken(1_000_000), 320) - first).toBe(8000);
});

test('one clock for both: what was taken together is reported together', () => {
  const timeline = createTimeline();
  expect(timeline.now()).toBeUndefined();
  const video = timeline.video(taken(5_000_000, 300), false);
  const audio = timeline.audio(taken(5_000_000, 300), 320);
  const now = timeline.now();
  if (!now) throw new Error('no clock');
  const sinceMs = now.wallMs - (Date.now() - 300);
  expect((now.video - video) / 90).toBeGreaterThan(299);
  expect(Math.abs((now.video - video) / 90 - (now.audio - audio) / 8)).toBeLessThan(1);
  expect(Math.abs((now.video - video) / 90 - sinceMs)).toBeLessThan(100);
});
