/** What a check says of a stream that somebody has open. */
import { expect, test } from '@jest/globals';
import type { AccessUnit } from '../media.ts';
import type { Tracks } from '../../media/unit.ts';
import { CameraFailure } from '../reason-failure.ts';
import type { Reason } from '../reason.ts';
import { newStamp, picture } from '../../../workshop/testing/units.ts';
import { checkOpen } from './check-open.ts';
import type { CheckStep } from './steps.ts';

const stamp = newStamp();
const nals = { sps: new Uint8Array(4), pps: new Uint8Array(4) };
const size = { width: 64, height: 64, profileLevelId: '42c01e' };
const tracks: Tracks = { video: { codec: 'h264', ...nals, ...size } };
const limits = { timeoutMs: 100, keyTimeoutMs: 50, intervalTimeoutMs: 10, oldestKeyMs: 10_000 };

async function checked(
  units: readonly AccessUnit[],
  refusal?: Reason,
  bears = Infinity,
  known?: Reason,
) {
  const told: CheckStep[] = [];
  const { url, failed, facts } = await checkOpen({
    held: {
      ready: async (maxDelayMs) => {
        if (refusal !== undefined && maxDelayMs <= bears) throw new CameraFailure(refusal);
        return tracks;
      },
      watch(listener) {
        for (const unit of units) listener(unit);
        return () => undefined;
      },
      release: () => undefined,
    },
    secure: false,
    limits,
    tell: (step) => void told.push(step),
    known: () => known,
  });
  return { reason: url.reason, failed, told, facts, clock: facts?.clockErrorPercent };
}

test.each([
  'closed',
  'timed-out',
  'unreachable',
  'malformed',
  'one-connection',
  'overloaded',
  'internal',
] as const)(
  'a connection that is lost fails where packets came, not at a name: %s',
  async (code) => {
    const { reason, failed, told } = await checked([], { code });
    expect({ reason, failed }).toEqual({ reason: { code }, failed: 'packets' });
    expect(told.at(-1)).toEqual({ step: 'packets', reason: { code } });
  },
);

test('a status does, too; what can be one step only is that', async () => {
  expect(await checked([], { code: 'status', status: 500 })).toMatchObject({ failed: 'packets' });
  expect(await checked([], { code: 'wrong-password' })).toMatchObject({ failed: 'log-in' });
  expect(await checked([], { code: 'name-not-found' })).toMatchObject({ failed: 'name' });
});

test('a key picture of a moment ago will do', async () => {
  const units = [picture(stamp, 0, true, { arrivedAt: Date.now() - 5_000 })];
  expect(await checked(units)).toMatchObject({ reason: null, failed: null });
});

test('one from long ago is none, and its age counts', async () => {
  const old = { arrivedAt: Date.now() - 60_000 };
  const units = [picture(stamp, 0, true, old), picture(stamp, 40_000, false)];
  const { reason, failed, told } = await checked(units);
  expect(reason).toEqual({ code: 'no-key-picture', seconds: 60 });
  expect(failed).toBe('key-picture');
  expect(told).not.toContainEqual(expect.objectContaining({ ms: expect.any(Number) }));
});

test('a connection that is still being made is waited for longer than a display waits', async () => {
  const told: CheckStep[] = [];
  let come = (): void => undefined;
  let asked = 0;
  const { url } = await checkOpen({
    held: {
      async ready() {
        asked += 1;
        if (asked === 1) throw new CameraFailure({ code: 'timed-out' });
        come();
        return tracks;
      },
      watch(listener) {
        come = () => listener(picture(stamp, 0, true, { arrivedAt: Date.now() }));
        return () => undefined;
      },
      release: () => undefined,
    },
    secure: false,
    limits: { ...limits, keyTimeoutMs: 5_000 },
    tell: (step) => void told.push(step),
  });
  expect(url).toEqual({ reason: null });
  expect(told.map((one) => 'step' in one && one.step)).toEqual([
    'open',
    'parameter-sets',
    'key-picture',
  ]);
});

test('what the source knows of why there is none is told', async () => {
  expect(await checked([], { code: 'damaged' }, 0)).toMatchObject({ reason: { code: 'damaged' } });
});

/** A key picture a second; those of `afresh` are the first of a connection. */
const keys = (...afresh: readonly boolean[]): AccessUnit[] =>
  afresh.map((isFirst, at) =>
    picture(stamp, at * 1_000, true, { arrivedAt: Date.now(), ...(isFirst && { afresh: true }) }),
  );

test('key pictures of two connections tell nothing of how far apart they are', async () => {
  expect(await checked(keys(true, false))).toMatchObject({
    reason: null,
    facts: { keyIntervalS: 1, keyIntervalAboveS: null },
  });
  expect(await checked(keys(true, true, true))).toMatchObject({
    reason: null,
    facts: { keyIntervalS: null, keyIntervalAboveS: null },
  });
});

/** Key pictures at these milliseconds; those of `asked` may have come because one was asked for. */
const keysAt = (times: readonly number[], asked: readonly number[] = []): AccessUnit[] =>
  times.map((at) =>
    picture(stamp, at, true, {
      arrivedAt: Date.now(),
      ...(asked.includes(at) && { asked: true }),
    }),
  );

test.each<[readonly number[], readonly number[], number | null, number | null]>([
  [[0, 70, 1_070, 2_070], [70], 1, null],
  [[0, 70, 1_000, 2_000], [70], 1, null],
  [[600, 1_000, 2_000], [600], 1, null],
  [[0, 300, 600, 610, 900], [600, 610], 0.3, null],
  // It is longer than what lies between one that was asked for and one that was not.
  [[0, 70, 4_070], [70], null, 3.9],
  [[0, 2_600], [0], null, 2.5],
  [[0, 70], [70], null, 0],
  [[0], [0], null, 0],
])('of key pictures at %j, of which %j were asked for', async (times, asked, apart, above) => {
  expect(await checked(keysAt(times, asked))).toMatchObject({
    facts: { keyIntervalS: apart, keyIntervalAboveS: above },
  });
});

test('what is still awaited counts, too', async () => {
  const units = [...keysAt([0, 70], [70]), picture(stamp, 5_000, false)];
  expect(await checked(units)).toMatchObject({
    facts: { keyIntervalS: null, keyIntervalAboveS: 4.9 },
  });
});

test('where one connection follows another, what is known of that is told', async () => {
  const known = { code: 'closed' } as const;
  expect(await checked(keys(true, true), undefined, Infinity, known)).toMatchObject({
    reason: known,
    failed: 'packets',
  });
  // It was, before this one.
  expect(await checked(keys(true, false), undefined, Infinity, known)).toMatchObject({
    reason: null,
  });
});

test.each([
  // Less than what pictures scatter by says nothing.
  [1.02, null],
  [1.2, 20],
  [0.8, -20],
])('its clock is measured by its pictures: %d times ours', async (speed, percent) => {
  const began = Date.now();
  const units = Array.from({ length: 31 }, (_, at) =>
    picture(stamp, at * 100 * speed, at % 10 === 0, { arrivedAt: began + at * 100 }),
  );
  expect(await checked(units)).toMatchObject({ reason: null, clock: percent });
});
