import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { frame, newStamp, picture } from '../../../workshop/testing/units.ts';
import { createPace } from './pace.ts';

const stamp = newStamp();
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function setUp() {
  let known = 0;
  const pace = createPace(1, () => (known += 1));
  return { pace, known: () => known };
}

test.each([
  [40_000, 1],
  [1_000_000, 1],
  [2_000_000, 3],
])('a picture each %d µs by the camera’s own word makes %d s, at once', (intervalUs, seconds) => {
  const { pace, known } = setUp();
  pace.begin({ intervalUs });
  expect([pace.targetSeconds(), known()]).toEqual([seconds, 1]);
  expect(Math.round(pace.longestUs() / 1e6)).toBe(seconds);
});

test('where it says nothing the second picture tells, and not its sound', () => {
  const { pace, known } = setUp();
  pace.begin({});
  pace.see(picture(stamp, 0, false));
  pace.see(picture(stamp, 40, true));
  pace.see(frame(stamp, 50));
  expect([pace.targetSeconds(), known()]).toEqual([undefined, 0]);
  pace.see(picture(stamp, 80, false));
  expect([pace.targetSeconds(), known()]).toEqual([1, 1]);
  // It stays.
  pace.see(picture(stamp, 3000, false));
  pace.begin({ intervalUs: 2_000_000 });
  expect([pace.targetSeconds(), known(), jest.getTimerCount()]).toEqual([1, 1, 0]);
});

test('a second picture is not waited for long', () => {
  const { pace, known } = setUp();
  pace.see(picture(stamp, 0, true));
  expect(pace.targetSeconds()).toBeUndefined();
  jest.advanceTimersByTime(300);
  expect([pace.targetSeconds(), known()]).toEqual([3, 1]);
});

test('once cleared it knows nothing, and waits for nothing', () => {
  const { pace } = setUp();
  pace.see(picture(stamp, 0, true));
  pace.clear();
  expect([pace.targetSeconds(), jest.getTimerCount()]).toEqual([undefined, 0]);
});
