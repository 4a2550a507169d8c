/** What one player reads again and again keeps to RFC 8216, whatever becomes of the camera and of the memory. */
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { AccessUnit } from '../../cameras/media.ts';
import { until } from '../../../workshop/until.ts';
import {
  type Clip,
  makeClip,
  manualSource,
  unitsBetween,
} from '../../../workshop/testing/clip-source.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import { type ByteBudget, createByteBudget } from '../byte-budget.ts';
import type { Feeds } from '../feed.ts';
import { createFeeds } from '../feeds.ts';
import type { Hls, HlsPackagers } from './hls.ts';
import { createHlsPackagers, type HlsPackagersOptions } from './packagers.ts';
import { followPlaylist, type Read } from './testing/follow.ts';

const stamp = newStamp();
let clip: Clip;
let feeds: Feeds;
let packagers: HlsPackagers;
let source: ReturnType<typeof manualSource>;
let hls: Hls;
let sentUs: number;
let clockMs: number;
let watchers: number;

beforeAll(async () => {
  clip = await makeClip({ size: '160x90', seconds: 2 });
});
beforeEach(() => {
  sentUs = -1;
  clockMs = 0;
  watchers = 0;
});
afterEach(async () => {
  await packagers.close();
  await feeds.close();
});

/** A packager that watches a camera; `intervalUs` is what that says of itself. */
async function start(change: Partial<HlsPackagersOptions> = {}, intervalUs?: number) {
  const video = { ...clip.video, ...(intervalUs !== undefined && { intervalUs }) };
  feeds = createFeeds({
    openSource: () => (source = manualSource({ video }, stamp)),
    lingerMs: 0,
    probeTimeoutMs: 100,
  });
  packagers = createHlsPackagers({
    format: 'ts',
    segmentSeconds: 1,
    waitMs: 5000,
    now: () => Date.now() + clockMs,
    ...change,
  });
  const { feed } = feeds.open(addressOf(stamp), 'household');
  hls = packagers.of({
    ...feed,
    watch(listener) {
      const stop = feed.watch(listener);
      watchers += 1;
      return () => {
        watchers -= 1;
        stop();
      };
    },
  });
  await until(() => watchers > 0);
}

/** Sends the clip up to `untilMs`, all at once, but what is not to be kept. */
function send(untilMs: number, keep: (unit: AccessUnit) => boolean = () => true): void {
  for (const unit of unitsBetween(clip, stamp, sentUs, untilMs * 1000)) {
    if (keep(unit)) source.emit(unit);
  }
  sentUs = untilMs * 1000;
}

const file = async (name: string, viewer: object): Promise<string> =>
  Buffer.from((await hls.file(name, -Infinity, viewer))?.body ?? []).toString();

/** A player of its own, which reads its playlist. */
function player(viewer: object = {}, name = 'live.m3u8') {
  const follow = followPlaylist();
  const read = async (): Promise<Read> => follow(await file(name, viewer));
  return { viewer, read };
}

/** Sends second by second, and has the player read each, until `untilS`. */
async function play(one: ReturnType<typeof player>, fromS: number, untilS: number): Promise<Read> {
  let last: Read | undefined;
  for (let at = fromS; at <= untilS; at += 1) {
    send(at * 1000);
    await until(async () => (last = await one.read()).names.at(-1) === `s${at}.ts`);
  }
  if (last === undefined) throw new TypeError('nothing was read');
  return last;
}

/** A player that has watched the first seconds. */
async function watching(untilS: number): Promise<ReturnType<typeof player>> {
  const one = player();
  const asked = file('index.m3u8', one.viewer);
  send(40);
  await asked;
  await play(one, 1, untilS);
  return one;
}

test('numbers go on without a break when memory had to be let go of', async () => {
  const budget: ByteBudget = createByteBudget({ bytes: 40e6, onOverloaded: () => undefined });
  await start({ budget });
  const one = await watching(12);
  const { sequence, names } = await one.read();
  const other = budget.share(
    addressOf(stamp),
    () => other.set(0),
    () => 'household',
  );
  other.set(41e6);
  expect(await hls.file('s12.ts', -Infinity, {})).toBeUndefined();
  const asked = one.read();
  send(13_000);
  expect(await asked).toMatchObject({
    sequence: sequence + names.length,
    names: ['s13.ts'],
    breaks: [],
  });
  expect(await play(one, 14, 20)).toMatchObject({ sequence: sequence + 8, breaks: [] });
});

test('after a camera was away the picture stands still again, after a break, and numbers go on', async () => {
  await start();
  const one = await watching(9);
  const { sequence, names } = await one.read();
  clockMs = 21_000;
  sentUs = 30_999_999;
  const asked = one.read();
  send(31_000);
  const again = await asked;
  expect(again.sequence).toBe(sequence + names.length);
  expect(again.names).toHaveLength(5);
  expect(again.breaks).toEqual([again.names[0]]);
  expect(again.seconds).toBeGreaterThan(3);
  send(33_000);
  await until(async () => (await one.read()).names.includes('s11.ts'));
  expect(await one.read()).toMatchObject({ names: [...again.names, 's10.ts', 's11.ts'] });
});

test('what was begun before a camera stood still is given to nobody, though it goes on where it was', async () => {
  await start();
  const one = await watching(9);
  send(9_500);
  clockMs = 21_000;
  const goesOn = performance.now();
  const asked = one.read();
  send(11_000);
  await asked;
  send(13_000);
  const next = await until(() => hls.file('s10.ts', -Infinity, {}));
  expect(next.heardAt).toBeGreaterThanOrEqual(goesOn);
});

test('a second player of the same display, or one that begins anew, leaves the first its numbers', async () => {
  await start();
  const one = await watching(9);
  const { sequence } = await one.read();
  const master = await file('index.m3u8', one.viewer);
  const [name = ''] = /^live.*$/m.exec(master) ?? [];
  expect(name).not.toBe('live.m3u8');
  const two = player(one.viewer, name);
  expect((await two.read()).sequence).toBe(0);
  await play(one, 10, 12);
  expect(await one.read()).toMatchObject({ sequence: sequence + 3, breaks: [] });
  await play(two, 13, 20);
});

test('numbers go on after packaging had stopped, since nobody asked', async () => {
  await start({ idleMs: 1000 });
  const one = await watching(4);
  const { sequence, names } = await one.read();
  await until(() => watchers === 0);
  const asked = one.read();
  await until(() => watchers > 0);
  send(5000);
  const again = await asked;
  expect(again.sequence).toBe(sequence + names.length);
  expect(again.breaks).toEqual([again.names[0]]);
});

test('EXT-X-TARGETDURATION stays over a pause of the camera, and no picture after it is lost', async () => {
  await start();
  const one = await watching(9);
  send(13_000, ({ timestampUs }) => timestampUs < 9_900_000 || timestampUs > 12_700_000);
  await until(async () => (await one.read()).names.includes('s11.ts'));
  send(20_000);
  await until(async () => (await one.read()).names.includes('s17.ts'));
  expect(await one.read()).toMatchObject({ target: 1, breaks: [] });
});

test('EXT-X-TARGETDURATION of a camera with a picture in two seconds is high enough from the start', async () => {
  await start({}, 2_000_000);
  const slow = ({ timestampUs }: AccessUnit): boolean => timestampUs % 2e6 === 0;
  const one = player();
  const asked = one.read();
  send(0);
  expect(await asked).toMatchObject({ target: 3 });
  for (let at = 1; at < 12; at += 1) {
    send(at * 2000, slow);
    await until(async () => (await one.read()).names.at(-1) === `s${at}.ts`);
  }
  expect((await one.read()).seconds).toBeGreaterThanOrEqual(9);
});

test('what stands still for the first display is there while others come', async () => {
  await start();
  const first = player();
  const asked = file('index.m3u8', first.viewer);
  send(40);
  await asked;
  for (let ms = 240; ms <= 2400; ms += 240) {
    send(ms);
    await file('index.m3u8', {});
    const { names } = await first.read();
    expect(names.slice(0, 5)).toEqual([1, 2, 3, 4, 5].map((at) => `h1-${at}.ts`));
    for (const name of names) expect(await hls.file(name, -Infinity, {})).toBeDefined();
  }
});

test('what is packaged counts for who holds the camera', async () => {
  const cut: string[] = [];
  const budget = createByteBudget({
    bytes: 5e6,
    onOverloaded: ({ stamp: of }) => cut.push(of.camera),
  });
  await start({ budget });
  await watching(3);
  const kept = budget.bytes;
  expect(kept).toBeGreaterThan(10_000);
  const mine = addressOf(newStamp());
  const other = budget.share(
    mine,
    () => other.set(0),
    () => 'household',
  );
  const neighbour = budget.share(
    addressOf(newStamp()),
    () => neighbour.set(0),
    () => 'neighbour',
  );
  neighbour.set(2.5e6 + 1);
  other.set(2.5e6);
  // Together with what is packaged it is the most, though the neighbour's is the largest.
  expect(cut).toEqual([mine.stamp.camera]);
  expect(budget.bytes).toBe(kept + 2.5e6 + 1);
});
