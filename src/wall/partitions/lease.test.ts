import { beforeEach, expect, test } from '@jest/globals';
import { Lease, leaseTerms, momentOf } from './lease.ts';

const start = { monotonic: 5_000, wall: 1_800_000_000_000 };
let time = { ...start };
const terms = leaseTerms(1_000, { clock: () => time.monotonic, now: () => time.wall });
let lease: Lease;

beforeEach(() => {
  time = { ...start };
  lease = new Lease(terms);
});

/** Whether it runs when so much has passed by each clock. */
function runsAfter(monotonic: number, wall: number): boolean {
  time = { monotonic: start.monotonic + monotonic, wall: start.wall + wall };
  return lease.runs(-Infinity);
}

test('a tenth of L is left for what is on its way', () => {
  expect([terms.ms, leaseTerms(30_000, terms).ms]).toEqual([900, 27_000]);
});

test('it runs from the first look until either clock says that it is over', () => {
  expect([runsAfter(0, 0), lease.isOverdue]).toEqual([false, false]);
  lease.extend(start);
  expect([runsAfter(0, 0), runsAfter(899, 899)]).toEqual([true, true]);
  expect([runsAfter(900, 0), runsAfter(0, 900)]).toEqual([false, false]);
});

test('a wall clock that was set back, by whatever, says nothing of it any more', () => {
  lease.extend(start);
  expect([runsAfter(0, -1), runsAfter(10, -3_600_000)]).toEqual([false, false]);
});

test('it counts from when a look began, the latest of those that were answered', () => {
  const later = { monotonic: start.monotonic + 10, wall: start.wall + 10 };
  lease.extend(later);
  lease.extend(start);
  expect([runsAfter(909, 909), runsAfter(910, 910)]).toEqual([true, false]);
});

test('where something has to be looked at anew, a look that began before is none', () => {
  lease.extend(start);
  expect([lease.runs(start.monotonic), lease.runs(start.monotonic + 1)]).toEqual([true, false]);
});

test('that no answer came is told by the monotonic clock alone, from the last one on', () => {
  runsAfter(50, 50);
  lease.extend(start);
  runsAfter(949, 3_600_000);
  expect(lease.isOverdue).toBe(false);
  runsAfter(950, 0);
  expect(lease.isOverdue).toBe(true);
});

test('a moment is read from both', () => {
  runsAfter(7, 8);
  expect(momentOf(terms)).toEqual({ monotonic: 5_007, wall: 1_800_000_000_008 });
});
