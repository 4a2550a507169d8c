/** A camera whose key pictures are as large as a picture may be, and a neighbour that is like any other. */
import { afterAll, expect, test } from '@jest/globals';
import type { AccessUnit } from '../../cameras/media.ts';
import type { Opened } from '../../../wall/partitions/camera-address.ts';
import { makeClip, manualSource, unitsBetween } from '../../../workshop/testing/clip-source.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import { createByteBudget } from '../byte-budget.ts';
import { createFeeds } from '../feeds.ts';
import { gopLimits } from '../gop-buffer.ts';
import { hlsLimits } from './packager-options.ts';
import { createHlsPackagers } from './packagers.ts';

const mebibyte = 1024 * 1024;
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

test('what is kept of it is bounded, it is told of, and the neighbour plays on', async () => {
  const clip = await makeClip({ size: '160x90', seconds: 2 });
  const sources = new Map<string, ReturnType<typeof manualSource>>();
  const told: Opened[] = [];
  const budget = createByteBudget({
    bytes: 64 * mebibyte,
    onOverloaded: (from) => told.push(from),
  });
  const feeds = createFeeds({
    openSource: ({ stamp }) => {
      const source = manualSource(clip, stamp);
      sources.set(stamp.camera, source);
      return source;
    },
    lingerMs: 0,
    probeTimeoutMs: 100,
    budget,
  });
  const packagers = createHlsPackagers({
    format: 'ts',
    segmentSeconds: 1,
    waitMs: 2000,
    budget,
    onOverloaded: (from) => told.push(from),
  });
  closing.push(
    () => packagers.close(),
    () => feeds.close(),
  );
  const [hostile, neighbour] = [addressOf(newStamp()), addressOf(newStamp())];
  const [bad, good] = [hostile, neighbour].map((address) => packagers.of(feeds.open(address).feed));
  const names = async (): Promise<string> =>
    Buffer.from((await good?.file('live.m3u8', -Infinity))?.body ?? []).toString();
  const large = new Uint8Array(3.8 * mebibyte).fill(1);
  const emit = (address: Opened, unit: AccessUnit): void =>
    sources.get(address.stamp.camera)?.emit(unit);
  await feeds.open(hostile).feed.ready();
  const asked = names();
  let most = 0;
  // Fifteen seconds of fifteen a second.
  for (let at = 0; at < 225; at += 1) {
    const fromUs = (at - 1) * 66_667;
    for (const unit of unitsBetween(clip, neighbour.stamp, fromUs, at * 66_667)) {
      emit(neighbour, unit);
    }
    for (const unit of unitsBetween(clip, hostile.stamp, fromUs, at * 66_667).slice(0, 1)) {
      const nals = [clip.video.sps, clip.video.pps, large];
      if (unit.kind === 'video') emit(hostile, { ...unit, key: true, nals });
    }
    most = Math.max(most, budget.bytes);
    await new Promise(setImmediate);
  }
  await asked;
  void bad;
  expect(most).toBeGreaterThan(3 * mebibyte);
  expect(most).toBeLessThan(gopLimits.bytes + hlsLimits.segment + 4 * mebibyte + mebibyte);
  expect(told.length).toBeGreaterThan(0);
  for (const { stamp } of told) expect(stamp).toEqual(hostile.stamp);
  expect((await names()).match(/^s\d+\.ts$/gm)?.length).toBeGreaterThanOrEqual(6);
});
