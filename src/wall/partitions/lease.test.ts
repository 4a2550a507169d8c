import { expect, test } from '@jest/globals';
import { isOverdue, isRunning, leaseTerms, momentOf } from './lease.ts';

const start = { monotonic: 5_000, wall: 1_800_000_000_000 };
let time = { ...start };
const terms = leaseTerms(1_000, { clock: () => time.monotonic, now: () => time.wall });

/** Whether it runs when so much has passed by each clock. */
function runsAfter(monotonic: number, wall: number): boolean {
  time = { monotonic: start.monotonic + monotonic, wall: start.wall + wall };
  return isRunning(start, terms);
}

test('a tenth of L is left for what is on its way', () => {
  expect([terms.ms, leaseTerms(30_000, terms).ms]).toEqual([900, 27_000]);
});

test('it runs until either clock says that it is over', () => {
  expect([runsAfter(0, 0), runsAfter(899, 899)]).toEqual([true, true]);
  expect([runsAfter(900, 0), runsAfter(0, 900), runsAfter(900, 900)]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a wall clock that was set back, by whatever, says nothing of it any more', () => {
  expect([runsAfter(0, -1), runsAfter(10, -3_600_000)]).toEqual([false, false]);
});

test('that no answer came is told by the monotonic clock alone, from the last one on', () => {
  runsAfter(899, 3_600_000);
  expect(isOverdue(start.monotonic, terms)).toBe(false);
  runsAfter(900, 0);
  expect(isOverdue(start.monotonic, terms)).toBe(true);
});

test('a moment is read from both', () => {
  runsAfter(7, 8);
  expect(momentOf(terms)).toEqual({ monotonic: 5_007, wall: 1_800_000_000_008 });
});
