import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeClip } from '../../../workshop/testing/clip-source.ts';
import { newStamp, picture } from '../../../workshop/testing/units.ts';
import type { Run } from './draft.ts';
import { createStillSets, type StillSets } from './still-sets.ts';
import type { Begun } from './starts.ts';

const stamp = newStamp();
let begun: Begun;
let sets: StillSets;
let nowMs: number;

beforeAll(async () => {
  const { video, pictures } = await makeClip({ size: '160x90', seconds: 1 });
  const config = Uint8Array.of(0x11, 0x88);
  const audio = { codec: 'aac' as const, config, sampleRate: 48000, channels: 1 };
  const run: Run = { tracks: { video }, sps: video.sps, sets: [video.sps, video.pps], audio };
  const unit = picture(stamp, 0, true, { nals: pictures[0]?.nals ?? [] });
  begun = { first: { unit, atUs: 3_000_000 }, run, number: 1 };
});
beforeEach(() => {
  nowMs = 0;
  const onForeign = () => undefined;
  sets = createStillSets({ stamp, format: 'ts', now: () => nowMs, onForeign });
});

const hold = async (ms: number): Promise<string | undefined> =>
  (await sets.of(begun, ms * 1000, 0))[0]?.name;

test('displays that come within a second share a set: few are made of one picture, whoever comes', async () => {
  const names = new Set<string | undefined>();
  for (let ms = 3000; ms >= 200; ms -= 50) names.add(await hold(ms));
  expect(names.size).toBe(3);
  expect(await hold(150)).toBeUndefined();
});

test('many sets are there at a time, for as long as a playlist lists them and some seconds more', async () => {
  const all = [await hold(3000), await hold(1900), await hold(800)].map(String);
  const there = () => all.map((name) => sets.body(name) !== undefined);
  for (nowMs = 0; nowMs < 30_000; nowMs += 1000) {
    expect(sets.keep(all[0] ?? '')).toBe(true);
    sets.trim(Infinity);
    if (nowMs < 10_000) expect(there()).toEqual([true, true, true]);
  }
  expect(there()).toEqual([true, false, false]);
  expect(sets.keep(all[1] ?? '')).toBe(false);
  nowMs += 10_000;
  sets.trim(Infinity);
  expect([there(), sets.bytes()]).toEqual([[false, false, false], 0]);
});

test('where there are too many bytes the one goes that was not listed longest; the last stays', async () => {
  const all = [await hold(3000), await hold(1900), await hold(800)].map(String);
  nowMs = 1;
  sets.keep(all[0] ?? '');
  sets.keep(all[2] ?? '');
  sets.trim(sets.bytes() - 1);
  expect(all.map((name) => sets.keep(name))).toEqual([true, false, true]);
  nowMs = 2;
  sets.keep(all[0] ?? '');
  sets.trim(0);
  expect(all.map((name) => sets.keep(name))).toEqual([true, false, false]);
});
