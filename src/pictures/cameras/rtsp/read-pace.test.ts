/** A camera that sends as fast as it can is read no faster than any camera has to be. */
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterEach, expect, test } from '@jest/globals';
import { anyGuard } from '../../../workshop/testing/any-camera.ts';
import { createLookup } from '../lookup.ts';
import { type Connection, openConnection } from './connection.ts';
import { limits } from './limits.ts';
import { costs, ReadPace } from './read-pace.ts';
import { parseTarget } from './target.ts';
import { rtpBytes } from '../../media/testing/h264.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import { scriptedCamera } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Writes the same again and again, as fast as it is taken. */
function pour(socket: Socket, bytes: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', more);
  more();
}

async function flooded(bytes: Buffer): Promise<Connection> {
  const camera = await scriptedCamera({ play: (socket) => pour(socket, bytes) });
  const connection = await openConnection({
    target: parseTarget(camera.url),
    guard: anyGuard(),
    lookup: createLookup(),
    timeoutMs: 5_000,
    signal: new AbortController().signal,
  });
  open.push(camera, { close: () => connection.close('closed') });
  return connection;
}

const payload = Buffer.from([1]);
const tiny = interleaved(
  0,
  rtpBytes({ sequence: 1, timestamp: 1, marker: false, ssrc: 1, payload }),
);
const isTiny = (_channel: number, bytes: Buffer): boolean => bytes.length === tiny.length - 4;

test.each([
  ['tiny packets', 1, Buffer.alloc(tiny.length * 10_000, tiny)],
  // Each of the dollar signs may begin a frame, and is looked at for itself.
  ['noise between them', 10_001, Buffer.concat([tiny, Buffer.alloc(1), Buffer.alloc(10_000, '$')])],
  ['empty lines between them', 10_001, Buffer.concat([Buffer.alloc(10_000, '\n'), tiny])],
])(
  'of %s no more items are read than the limit',
  async (_what, itemsOfFrame, bytes) => {
    const connection = await flooded(bytes);
    connection.expects = isTiny;
    let frames = 0;
    let beganAt = 0;
    connection.onFrame = (channel, frame) => {
      beganAt ||= performance.now();
      if (isTiny(channel, frame)) frames += 1;
    };
    await connection.request('PLAY', '*', {});
    await until(() => beganAt > 0 && performance.now() - beganAt > 1_000);
    const { atOnce, perSecond } = limits.read;
    const mayCost = atOnce + ((performance.now() - beganAt) / 1_000) * perSecond;
    // What was read in one go is counted afterwards.
    const inOneGo = 65_536 * costs.item;
    expect(frames * itemsOfFrame * costs.item).toBeLessThan(mayCost + inOneGo);
    expect(frames).toBeGreaterThan(0);
  },
  20_000,
);

test('no camera that plays waits: 64 Mbit/s, and eight megabytes in one go', () => {
  const packet = 1_200 + costs.item;
  const pace = new ReadPace(0);
  expect(pace.charge((8_000_000 / 1_200) * packet, 0)).toBe(0);
  const second = (64_000_000 / 8 / 1_200) * packet;
  const waits = Array.from({ length: 1_000 }, (_, at) => pace.charge(second / 100, 10 * (at + 1)));
  expect(Math.max(...waits)).toBe(0);
});

test('it waits as long as it takes to make up for what was read', () => {
  const pace = new ReadPace(0, { perSecond: 1_000, atOnce: 100 });
  expect(pace.charge(100, 0)).toBe(0);
  expect(pace.charge(50, 0)).toBe(50);
  expect(pace.charge(0, 50)).toBe(0);
  // However long it rests, it has no more at once than that.
  expect(pace.charge(600, 1_000_000)).toBe(500);
});
