import { describe, expect, test } from '@jest/globals';
import { Lateness } from './lateness.ts';

/** Pictures at 25 a second, and G.711 in runs of 20 ms. */
const streams = [
  ['video', 90_000, 40],
  ['audio', 8_000, 20],
] as const;

interface Unit {
  /** By the camera's clock, milliseconds. */
  readonly filmed: number;
  readonly read: number;
}

describe.each(streams)('%s', (_, clockRate, intervalMs) => {
  const countIn = (ms: number): number => Math.round(ms / intervalMs);

  function stream(beganAt = 0) {
    const lateness = new Lateness(clockRate, beganAt);
    const ticks = (ms: number): number => Math.round((ms * clockRate) / 1_000 + 0xfffff000) >>> 0;
    return {
      lateness,
      begin: ({ filmed, read }: Unit): void => lateness.begin(ticks(filmed), read),
      /** How late each of these units is found to be. */
      late: (received: readonly Unit[]): number[] =>
        received.map(({ filmed, read }) => read - lateness.heardAt(ticks(filmed), read)),
    };
  }

  /** Units filmed from `from` until before `until`, the clocks of both being the same. */
  function units(from: number, until: number, read = (filmed: number) => filmed): Unit[] {
    return Array.from({ length: countIn(until - from) }, (_one, index) => {
      const filmed = from + index * intervalMs;
      return { filmed, read: read(filmed) };
    });
  }

  const most = (late: readonly number[]): number => late.reduce((a, b) => Math.max(a, b));
  /** A tick, as timestamps are whole numbers of them. */
  const little = 0.1;

  test('what comes as it is filmed is not late', () => {
    expect(most(stream().late(units(0, 100_000)))).toBeLessThan(little);
  });

  test.each([4_000, 20_000, 100_000])('a backlog of %s ms is dated as it was filmed', (ms) => {
    const { late } = stream();
    late(units(0, 50_000));
    const stood = units(50_000, 50_000 + ms, () => 50_000 + ms);
    for (const [index, found] of late(stood).entries()) {
      expect(Math.abs(found - (ms - index * intervalMs))).toBeLessThan(1);
    }
    expect(most(late(units(50_000 + ms, 60_000 + ms)))).toBeLessThan(1);
  });

  test('so is one with a hole in it, and one that is read slowly', () => {
    const { late } = stream();
    late(units(0, 5_000));
    const [holed] = late([{ filmed: 7_000, read: 9_000 }]);
    expect(holed).toBeCloseTo(2_000, 0);
    const slow = units(7_000, 10_000, (filmed) => 9_000 + (filmed - 7_000) / 2);
    const found = late(slow.slice(1));
    expect(found.every((one, index) => index === 0 || one < (found[index - 1] ?? 0))).toBe(true);
    expect(found.at(-1)).toBeCloseTo(500, -2);
  });

  test('one that is there from the first unit on is as old as the stream at most', () => {
    const found = stream(1_000).late(units(1_000, 5_000, () => 5_000));
    expect(found[0]).toBe(4_000);
    expect(found.at(-1)).toBeLessThan(2 * intervalMs);
  });

  test('what comes by an unsteady network is as late as it is later than the quickest', () => {
    const jitter = (filmed: number): number => filmed + 30 + ((filmed / intervalMs) % 7) * 5;
    const found = stream(30).late(units(0, 10_000, jitter));
    expect(found[countIn(5_000)]).toBeCloseTo((countIn(5_000) % 7) * 5, 0);
    expect(most(found)).toBeLessThan(31);
  });

  test.each([0.9995, 1.0005])(
    'a clock that runs at %s of ours adds nothing up in an hour',
    (speed) => {
      const { late } = stream();
      const found = late(units(0, 3_600_000, (filmed) => filmed / speed));
      expect(most(found)).toBeLessThan(40);
      const from = 3_600_000 / speed;
      const stood = units(3_600_000, 3_604_000, () => from + 4_000);
      expect(Math.abs((late(stood)[0] ?? 0) - 4_000)).toBeLessThan(60);
    },
  );

  test('a clock at half speed keeps what it films from fresh rights for half a minute at most', () => {
    const found = stream().late(units(0, 600_000, (filmed) => filmed * 2));
    expect(most(found)).toBeLessThan(31_000);
  });

  test.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
    ['a little back', -2_000],
    ['a little forward', 2_000],
  ])('a clock that jumps %s costs the one step that nothing is known of', (_way, jump) => {
    const { late } = stream();
    late(units(0, 5_000));
    const found = late(
      units(5_000, 60_000).map(({ filmed, read }) => ({ filmed: filmed + jump, read })),
    );
    expect(most(found)).toBeLessThan(intervalMs + 1);
    expect(most(late(units(60_000 + jump, 90_000 + jump, (filmed) => filmed - jump)))).toBeLessThan(
      1,
    );
  });

  test.each([-3_600_000, 3_600_000, undefined])(
    'where a clock jumps by %s, or the sender changes, in a backlog, nothing in it gets younger',
    (jump) => {
      const { late, lateness } = stream();
      late(units(0, 5_000));
      late(units(5_000, 7_000, () => 9_000));
      if (jump === undefined) lateness.restart();
      const rest = units(7_000, 9_000, () => 9_000);
      const found = late(rest.map(({ filmed, read }) => ({ filmed: filmed + (jump ?? 77), read })));
      for (const [index, one] of found.entries()) {
        expect(one).toBeGreaterThanOrEqual(2_000 - index * intervalMs - 1);
      }
      expect(found.at(-1)).toBeLessThan(3 * intervalMs);
    },
  );

  test('pictures in the order of decoding are late by no more than they were put off', () => {
    const { late } = stream();
    const put = [0, 3, 1, 2];
    const found = units(0, 10_000).map(({ read }, index) => ({
      filmed: (index - (index % 4) + (put[index % 4] ?? 0)) * intervalMs,
      read,
    }));
    expect(most(late(found))).toBeLessThanOrEqual(3 * intervalMs);
  });

  test('timestamps that stand still are not believed after two seconds, and again once they go on', () => {
    const { late } = stream();
    late(units(0, 5_000));
    const stuck = late(units(5_000, 20_000).map(({ read }) => ({ filmed: 5_000, read })));
    expect(most(stuck)).toBeLessThan(2_100);
    expect(most(stuck.slice(countIn(2_100)))).toBe(0);
    late(units(20_000, 25_000));
    const [after] = late([{ filmed: 25_000, read: 29_000 }]);
    expect(after).toBeCloseTo(4_000, -2);
  });

  test('a pause of ours is no doubt of the camera’s clock', () => {
    const { late } = stream();
    late(units(0, 5_000));
    expect(late([{ filmed: 3_600_000, read: 35_000 }])[0]).toBeGreaterThan(30_000 - little);
  });

  /** A stream begun by a packet filmed at 1,000 of which no unit came; the first unit was filmed `ms` later. */
  function awaited(ms: number, read?: (filmed: number) => number): number[] {
    const { late, begin } = stream(1_000);
    const [packet, ...rest] = units(1_000, 9_000, read);
    if (packet !== undefined) begin(packet);
    return late(rest.filter(({ filmed }) => filmed >= 1_000 + ms));
  }

  test.each([40, 1_000, 4_000])('a first unit that was awaited for %s ms is not late', (ms) => {
    expect(most(awaited(ms))).toBeLessThan(little);
    expect(most(awaited(ms, (filmed) => filmed + 70))).toBeLessThan(70 + little);
  });

  test.each([40, 1_000, 4_000])('nor younger than it is, in a backlog: %s ms', (ms) => {
    for (const [index, found] of awaited(ms, () => 9_000).entries()) {
      expect(Math.abs(found - (8_000 - ms - index * intervalMs))).toBeLessThan(1);
    }
  });

  test.each([-3_600_000, 0, 3_600_000])(
    'where it comes %s ms after the packet by the camera, it is as old as the stream',
    (step) => {
      const { late, begin } = stream(1_000);
      begin({ filmed: 0, read: 1_010 });
      expect(late([{ filmed: step, read: 2_500 }])).toEqual([1_500]);
    },
  );

  test('what was waited for the first packet is no doubt of its timestamp', () => {
    const { late, begin } = stream(0);
    begin({ filmed: 0, read: 1_000 });
    const stuck = late(units(2_000, 5_000).map(({ read }) => ({ filmed: 0, read })));
    expect(stuck[countIn(900)]).toBeGreaterThan(2_800);
    expect(most(stuck.slice(countIn(1_100)))).toBe(0);
  });

  test('packets begin the clock once, and once more with another sender', () => {
    const { late, begin, lateness } = stream(0);
    late(units(0, 5_000));
    begin({ filmed: 6_000, read: 6_000 });
    expect(late([{ filmed: 6_000, read: 7_000 }])[0]).toBeCloseTo(1_000, -2);
    late(units(7_000, 8_000));
    lateness.restart();
    begin({ filmed: 500_000, read: 8_000 });
    expect(late([{ filmed: 502_000, read: 10_000 }])[0]).toBeLessThan(2 * intervalMs);
  });

  test('another connection knows nothing of the one before', () => {
    stream().late(units(0, 5_000, () => 5_000));
    expect(most(stream(60_000).late(units(60_000, 70_000)))).toBeLessThan(little);
  });
});
