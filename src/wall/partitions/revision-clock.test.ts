import { beforeEach, expect, test } from '@jest/globals';
import { createRevisionClock, type RevisionClock } from './revision-clock.ts';

let now: number;
let revisions: RevisionClock;
beforeEach(() => {
  now = 100;
  revisions = createRevisionClock(() => now);
});

/** The store is found to be at a revision, at a time. */
const found = (revision: number, at: number): void => {
  now = at;
  revisions.observe(revision);
};

test('a revision is dated by when it, or a later one, was first found', () => {
  found(7, 200);
  found(9, 300);
  found(9, 400);
  found(8, 500);
  expect([6, 7, 8, 9].map((one) => revisions.timeOf(one))).toEqual([200, 200, 300, 300]);
});

test('one that was not found yet is dated now', () => {
  expect(revisions.timeOf(1)).toBe(100);
  found(7, 200);
  now = 900;
  expect(revisions.timeOf(8)).toBe(900);
});

test('an old one stays old, however seldom one comes', () => {
  found(1, 200);
  found(2, 600_000);
  found(3, 1_200_000);
  expect(revisions.timeOf(1)).toBeLessThanOrEqual(600_000);
  expect(revisions.timeOf(3)).toBe(1_200_000);
});

test('of very many the oldest are dated too late, never too early', () => {
  // A revision each 10 ms, for three minutes.
  for (let one = 1; one <= 18_000; one += 1) {
    found(one, one * 10);
    const late = revisions.timeOf(one);
    expect(late).toBe(one * 10);
  }
  for (const one of [6_100, 10_001, 17_777]) {
    const at = revisions.timeOf(one);
    expect(at).toBeGreaterThanOrEqual(one * 10);
    expect(at).toBeLessThanOrEqual(one * 10 + 100);
  }
  // Pictures of two minutes ago are kept by nobody.
  expect(revisions.timeOf(1)).toBe(revisions.timeOf(5_900));
  expect(revisions.timeOf(1)).toBeLessThanOrEqual(60_100);
});

test('where revisions have other numbers from now on, what was seen dates nothing any more', () => {
  found(7, 200);
  revisions.restart();
  now = 900;
  expect(revisions.timeOf(7)).toBe(900);
  found(5, 950);
  now = 990;
  expect([revisions.timeOf(5), revisions.timeOf(6)]).toEqual([950, 990]);
});
