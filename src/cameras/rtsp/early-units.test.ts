/** What is kept of a camera while it is being bound. */
import { expect, test } from '@jest/globals';
import type { AccessUnit } from '../media.ts';
import { until } from './testing/watching.ts';
import { frame, newStamp, picture } from '../../testing/units.ts';
import { anyGuard } from '../../testing/any-camera.ts';
import { EarlyUnits } from './early-units.ts';
import { limits } from './limits.ts';
import { bench } from './testing/bench.ts';
import { burst } from './testing/scripted-camera.ts';

const { camera, watch } = bench();
const stamp = newStamp();
const large = (atMs: number, key: boolean): AccessUnit =>
  picture(stamp, atMs, key, { nals: [new Uint8Array(limits.earlyBytes / 4)] });

function keeping(...units: readonly AccessUnit[]): readonly AccessUnit[] {
  const early = new EarlyUnits();
  for (const unit of units) early.add(unit);
  return early.take();
}

test('all of it, where that is little', () => {
  const units = [picture(stamp, 0, true), frame(stamp, 20), picture(stamp, 40, false)];
  expect(keeping(...units)).toEqual(units);
});

test('no more than what follows the newest key picture, which is then the first', () => {
  const later = [picture(stamp, 40, true), frame(stamp, 60)];
  const kept = keeping(picture(stamp, 0, true), ...later);
  expect(kept).toEqual([{ ...later[0], afresh: true }, later[1]]);
});

test.each([
  [
    'bytes',
    [large(0, true), large(40, false), large(80, false), large(120, false), large(160, false)],
  ],
  ['units', Array.from({ length: limits.earlyUnits + 1 }, (_, at) => picture(stamp, at, at === 0))],
])('nothing of what has too many %s, until the next key picture', (_, units) => {
  const [next, after] = [picture(stamp, 9_000, true), picture(stamp, 9_040, false)];
  expect(keeping(...units, picture(stamp, 8_000, false))).toEqual([]);
  expect(keeping(...units, next, after)).toEqual([{ ...next, afresh: true }, after]);
});

test('a camera that is bound late shows its newest key picture first, and nothing before', async () => {
  let bind: () => void = () => undefined;
  const bound = new Promise<void>((resolve) => (bind = resolve));
  const one = await camera({ play: (socket) => socket.write(burst({ count: 15 })) });
  const guardOrigin = async () => ({ ...anyGuard(), bind: () => bound });
  let pictures = 0;
  const { video } = watch(one.url, { guardOrigin, watch: { picture: () => (pictures += 1) } });
  await until(() => pictures > 10);
  for (const socket of one.sockets) socket.write(burst({ ssrc: 5, count: 15 }));
  await until(() => pictures > 20);
  expect(video).toEqual([]);
  bind();
  await until(() => video.length > 0);
  expect(video[0]).toMatchObject({ key: true, afresh: true });
  expect(video.filter(({ key }) => key)).toHaveLength(1);
});
