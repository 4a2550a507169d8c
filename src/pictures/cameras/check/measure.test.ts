import { expect, test } from '@jest/globals';
import { createClockMeasure } from './measure.ts';

/** Pictures of a camera whose clock runs `pace` times as fast, for `seconds`; `at` says when each comes. */
function seen(pace: number, seconds: number, at: (ms: number) => number = (ms) => ms) {
  const clock = createClockMeasure();
  for (let ms = 0; ms <= seconds * 1_000; ms += 40) {
    clock.picture(Math.round(ms * 90 * pace) % 2 ** 32, at(ms));
  }
  return clock.errorPercent(90_000);
}

test('a clock is told where it runs otherwise by more than the network may have done', () => {
  expect(seen(1.25, 5)).toBeCloseTo(25, 0);
  expect(seen(0.8, 5)).toBeCloseTo(-20, 0);
  expect(seen(1.02, 5)).toBeNull();
  expect(seen(1.3, 2.5)).toBeNull();
});

test('what a camera had kept, and sends at once, is no fast clock', () => {
  // Two seconds of pictures within 200 ms, then one after the other.
  expect(seen(1, 7, (ms) => (ms < 2_000 ? ms / 10 : ms - 1_800))).toBeNull();
});

test('one picture that comes late tells nothing', () => {
  expect(seen(1, 5, (ms) => (ms > 4_900 ? ms + 200 : ms))).toBeNull();
});
