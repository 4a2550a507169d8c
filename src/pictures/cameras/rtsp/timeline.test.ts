import { describe, expect, test } from '@jest/globals';
import { ClockRate } from './clock-rate.ts';
import { Timeline } from './timeline.ts';

const FRAME = 40_000;
const TICKS = 3_600;

/** Stamps a picture every 40 ms; `rtp` and `jitter` by number. */
function run(
  count: number,
  rtp: (index: number) => number,
  timeline = new Timeline(90_000),
  jitter: (index: number) => number = () => 0,
): number[] {
  return Array.from({ length: count }, (_, index) =>
    timeline.stamp(rtp(index) >>> 0, 1_000_000 + index * FRAME + jitter(index)),
  );
}

const steps = (times: readonly number[]): number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe('timeline', () => {
  test('begins at the arrival and goes by the camera, over the wrap, whatever the network does', () => {
    const times = run(
      100,
      (index) => 0xfffff000 + index * TICKS,
      undefined,
      (i) => (i % 7) * 9_000,
    );
    expect(times[0]).toBe(1_000_000);
    for (const step of steps(times)) expect(Math.abs(step - FRAME)).toBeLessThanOrEqual(20);
  });

  test.each<[string, (index: number) => number]>([
    ['jumps back', (index) => index * TICKS - (index >= 50 ? 90_000 * 3_600 : 0)],
    ['jumps forward', (index) => index * TICKS + (index >= 50 ? 90_000 * 5 : 0)],
    ['jumps far forward', (index) => index * TICKS + (index >= 50 ? 90_000 * 3_600 : 0)],
    ['stands still', (index) => Math.min(index, 50) * TICKS],
    ['never moved', () => 7],
  ])('%s: the arrivals are believed', (_, rtp) => {
    const times = run(100, rtp);
    for (const step of steps(times)) expect(Math.abs(step - FRAME)).toBeLessThanOrEqual(40);
    expect(Math.abs((times.at(-1) ?? 0) - (1_000_000 + 99 * FRAME))).toBeLessThan(100_000);
  });

  test.each([
    ['too slow', 0.5],
    ['too fast', 3],
  ])('a clock that runs %s does not get away', (_, speed) => {
    const times = run(2_000, (index) => index * TICKS * speed);
    expect(Math.min(...steps(times))).toBeGreaterThan(0);
    expect(Math.abs((times.at(-1) ?? 0) - (1_000_000 + 1_999 * FRAME))).toBeLessThan(5_200_000);
  });

  test.each([
    ['half as fast, as of a camera that sends fewer pictures at night', 0.5, 2],
    ['a quarter as fast', 0.25, 4],
    ['nine tenths as fast', 0.92, 4],
    ['one hundredth slower', 0.99, 1],
    ['one hundredth faster', 1.01, 1],
    ['two thirds faster', 5 / 3, 4],
  ])(
    'pictures of a clock that is %s come a second in a second, without a jump',
    (_, speed, offS) => {
      const count = 3_000;
      const times = run(count, (index) => Math.round(index * TICKS * speed));
      const all = steps(times);
      expect(Math.max(...all)).toBeLessThan(2 * FRAME);
      for (const step of all.slice(count / 2)) expect(Math.abs(step / FRAME - 1)).toBeLessThan(0.1);
      const offs = times.map((time, index) => Math.abs(time - 1_000_000 - index * FRAME));
      expect(Math.max(...offs)).toBeLessThan(offS * 1e6);
      expect(offs.at(-1)).toBeLessThan(500_000);
    },
  );

  test('B pictures of a clock that is wrong keep their places', () => {
    const timeline = new Timeline(90_000);
    const places = Array.from({ length: 400 }, (_, at) => [3 * at + 3, 3 * at + 1, 3 * at + 2]);
    const times = places.flat().map((place, sent) => {
      const rtp = place * TICKS * 0.5;
      return { place, us: timeline.stamp(rtp, 1_000_000 + sent * FRAME, place % 3 !== 0) };
    });
    const shown = times.slice(600).toSorted((a, b) => a.place - b.place);
    const apart = steps(shown.map(({ us }) => us));
    for (const step of apart) expect(Math.abs(step / FRAME - 1)).toBeLessThan(0.2);
  });

  test('a stall, a burst and a pause are no wrong clock', () => {
    const clock = new ClockRate();
    for (const waited of [0, 0, 0, 40_000, 6_000_000, 40_000, 40_000]) clock.take(40_000, waited);
    for (let at = 0; at < 49; at += 1) clock.take(40_000, 40_000);
    expect(clock.factor).toBe(1);
  });

  test('what is known of a clock is known on the next connection, and forgotten once it is right', () => {
    const timeline = new Timeline(90_000);
    run(250, (index) => index * TICKS * 0.5, timeline);
    const next = new Timeline(90_000, timeline);
    const later = (sent: number) => (): number => sent * FRAME;
    const slow = steps(run(20, (index) => index * TICKS * 0.5, next, later(250)));
    expect(slow.at(-1)).toBeGreaterThan(FRAME * 0.9);
    const third = new Timeline(90_000, next);
    const right = steps(run(200, (index) => index * TICKS, third, later(270)));
    expect(Math.abs((right.at(-1) ?? 0) - FRAME)).toBeLessThan(50);
  });

  test('a clock that is a little off is followed', () => {
    const times = run(20_000, (index) => index * TICKS * 1.0002);
    expect(Math.abs((times.at(-1) ?? 0) - (1_000_000 + 19_999 * FRAME))).toBeLessThan(1_000);
  });

  test('a burst after a stall keeps its distances', () => {
    const timeline = new Timeline(90_000);
    const times = Array.from({ length: 60 }, (_, index) =>
      timeline.stamp(index * TICKS, 1_000_000 + (index < 10 ? index * FRAME : 60 * FRAME)),
    );
    for (const step of steps(times)) expect(Math.abs(step - FRAME)).toBeLessThanOrEqual(20);
  });

  test('pictures that arrive at once with one timestamp still follow one another', () => {
    const timeline = new Timeline(90_000);
    expect([1, 2, 3].map(() => timeline.stamp(9, 5_000))).toEqual([5_000, 6_000, 7_000]);
  });

  test('a B picture is shown where its timestamp says, and moves nothing', () => {
    const timeline = new Timeline(90_000);
    // I P B B P B B, each sent as soon as there is one after it.
    const places = [0, 3, 1, 2, 6, 4, 5];
    const times = places.map((place, sent) =>
      timeline.stamp(place * TICKS, 1_000_000 + (sent + 3) * FRAME, place % 3 !== 0),
    );
    const first = times[0] ?? 0;
    for (const [at, place] of places.entries()) {
      expect(Math.abs((times[at] ?? 0) - first - place * FRAME)).toBeLessThan(150);
    }
  });

  test('a clock that jumps back by more than a second is one that jumps, whatever the picture is', () => {
    const timeline = new Timeline(90_000);
    timeline.stamp(900_000, 1_000_000);
    expect(timeline.stamp(0, 1_040_000, true)).toBe(1_040_000);
  });

  test('goes on after another sender, and after another connection', () => {
    const timeline = new Timeline(90_000);
    timeline.stamp(0, 5_000_000);
    timeline.restart();
    expect(timeline.stamp(77, 4_000_000)).toBe(5_001_000);
    expect(new Timeline(8_000, timeline).stamp(1, 0)).toBe(5_002_000);
  });
});
