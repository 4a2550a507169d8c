/** What is kept of a camera while it is being bound. */
import { expect, test } from '@jest/globals';
import type { AccessUnit } from '../media.ts';
import { until } from '../../../workshop/until.ts';
import { frame, newStamp, picture } from '../../../workshop/testing/units.ts';
import { anyGuard } from '../../../workshop/testing/any-camera.ts';
import { EarlyUnits } from './early-units.ts';
import { limits } from './limits.ts';
import { bench } from './testing/bench.ts';
import { burst } from './testing/scripted-camera.ts';

const { camera, watch } = bench();
const stamp = newStamp();
const large = (atMs: number, key: boolean): AccessUnit =>
  picture(stamp, atMs, key, { nals: [new Uint8Array(limits.earlyBytes / 4)] });

/** What is kept of these: when each was taken, and whether it says that it is the first. */
function keeping(...units: readonly AccessUnit[]): readonly (readonly [number, boolean])[] {
  const early = new EarlyUnits();
  for (const unit of units) early.add(unit);
  return early
    .take()
    .map((unit) => [unit.timestampUs / 1000, unit.kind === 'video' && unit.afresh === true]);
}

test('all of it, where that is little', () => {
  const units = [picture(stamp, 0, true), frame(stamp, 20), picture(stamp, 40, true)];
  const early = new EarlyUnits();
  for (const unit of units) early.add(unit);
  expect(early.take()).toEqual(units);
});

test('of too much no more than what follows the newest key picture, which is then the first', () => {
  const later = [large(120, true), frame(stamp, 140), large(160, false)];
  expect(keeping(large(0, true), large(40, false), large(80, false), ...later)).toEqual([
    [120, true],
    [140, false],
    [160, false],
  ]);
});

const many = Array.from({ length: limits.earlyUnits + 1 }, (_, at) => picture(stamp, at, at === 0));
const much = [0, 40, 80, 120, 160].map((atMs) => large(atMs, atMs === 0));
test.each([
  ['bytes', much],
  ['units', many],
])('nothing of what has too many %s, until the next key picture', (_, units) => {
  const [next, after] = [picture(stamp, 9_000, true), picture(stamp, 9_040, false)];
  expect(keeping(...units, picture(stamp, 8_000, false))).toHaveLength(0);
  expect(keeping(...units, next, after)).toEqual([
    [9_000, true],
    [9_040, false],
  ]);
});

test('nothing is shown before a camera is bound, and all of it afterwards', async () => {
  let bind: () => void = () => undefined;
  const bound = new Promise<void>((resolve) => (bind = resolve));
  const one = await camera({ play: (socket) => socket.write(burst({ count: 15 })) });
  const guardOrigin = async () => ({ ...anyGuard(), bind: () => bound });
  let pictures = 0;
  const { video } = watch(one.url, { guardOrigin, watch: { picture: () => (pictures += 1) } });
  await until(() => pictures > 10);
  expect(video).toEqual([]);
  bind();
  await until(() => video.length > 10);
  expect(video[0]).toMatchObject({ key: true, afresh: true });
});

test('a camera that cannot be bound is told as that, also while it is tried once more', async () => {
  const one = await camera({ play: (socket) => socket.write(burst({ count: 15 })) });
  let tries = 0;
  let giveUp: () => void = () => undefined;
  const givenUp = new Promise<void>((resolve) => (giveUp = resolve));
  // The first try fails, and the second is under way when the time is up.
  const bind = async (): Promise<void> => {
    tries += 1;
    if (tries === 2) await givenUp;
    throw new Error('the disk is full');
  };
  const guardOrigin = async () => ({ ...anyGuard(), bind });
  const { source } = watch(one.url, { guardOrigin, readyTimeoutMs: 1_500 });
  const outcome = await source.ready().catch((error: unknown) => error);
  giveUp();
  expect(outcome).toMatchObject({ reason: { code: 'not-yet-bound' } });
  expect(tries).toBe(2);
});
