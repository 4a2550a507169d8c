import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { frame, newStamp, picture } from '../../testing/units.ts';
import { createPace } from './pace.ts';

const stamp = newStamp();
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function setUp() {
  let known = 0;
  const pace = createPace(1, () => (known += 1));
  return { pace, known: () => known };
}

test('a picture each two seconds by the camera’s own word makes three seconds, at once', () => {
  const { pace, known } = setUp();
  pace.begin({ intervalUs: 2_000_000 });
  expect([pace.targetSeconds(), known()]).toEqual([3, 1]);
  expect(Math.round(pace.longestUs() / 1e6)).toBe(3);
});

test.each([{}, { intervalUs: 40_000 }, { intervalUs: 1_000_000 }])(
  'a camera that says %j and sends a picture in two seconds is slow',
  (said) => {
    const { pace, known } = setUp();
    pace.begin(said);
    pace.see(picture(stamp, 0, true));
    expect(pace.targetSeconds()).toBeUndefined();
    jest.advanceTimersByTime(300);
    expect([pace.targetSeconds(), known()]).toEqual([3, 1]);
    pace.see(picture(stamp, 2000, true));
    expect(pace.longestUs()).toBeGreaterThan(2e6);
  },
);

const says = [{}, { intervalUs: 40_000 }];
test.each(says)('after %j the second picture tells, and not its sound', (said) => {
  const { pace, known } = setUp();
  pace.begin(said);
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
