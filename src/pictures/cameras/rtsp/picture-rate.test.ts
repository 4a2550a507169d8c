/** @takes 16 s */
import type { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { PictureRate } from './picture-rate.ts';
import { bench } from './testing/bench.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../../media/testing/h264.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();
const clip = pictures(shippedClip());

function rateAfter(...stepsS: readonly number[]): number | undefined {
  const rate = new PictureRate();
  for (const step of stepsS) rate.take(step * 1e6);
  return rate.seenUs;
}
const usual = (count: number): number[] => Array.from({ length: count }, () => 0.04);

test('three slow steps in a row are believed, and one or two are a stall', () => {
  expect(rateAfter(2, 2, 0.04, 2, 2)).toBeUndefined();
  expect(rateAfter(2, 2, 2.1, 2.3)).toBe(2_100_000);
});

test('it is slow until it was seen not to be', () => {
  expect(rateAfter(2, 2, 2, ...usual(29), 2, ...usual(29))).toBe(2_000_000);
  expect(rateAfter(2, 2, 2, ...usual(30))).toBeUndefined();
});

test('a camera that says fifteen pictures in a second and sends fewer than one is known by what it does', async () => {
  const one = await camera({
    play(socket: Socket) {
      let [at, sequence] = [0, 0];
      const send = (): void => {
        const packets = pack(clip[at % 15] ?? []).map(({ marker, payload }) => {
          sequence += 1;
          const fields = { sequence, timestamp: at * 94_500, marker, ssrc: 1, payload };
          return interleaved(0, rtpBytes(fields));
        });
        socket.write(Buffer.concat(packets));
        at += 1;
      };
      send();
      const timer = setInterval(send, 1_050);
      socket.once('close', () => clearInterval(timer));
    },
  });
  const { source } = watch(one.url);
  expect((await source.ready(Infinity)).video.intervalUs).toBeCloseTo(66_667, 0);
  const isSlow = async () => ((await source.ready(Infinity)).video.intervalUs ?? 0) > 1_000_000;
  await until(isSlow, 30_000);
}, 40_000);
