import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { AccessUnit, OpenSource } from '../../cameras/media.ts';
import { Failure } from '../../failures.ts';
import type { Crossing } from '../../partitions/alarm.ts';
import { sameStamp } from '../../partitions/stamp.ts';
import { type Clip, makeClip, manualSource, unitsBetween } from '../../testing/clip-source.ts';
import { addressOf, newStamp } from '../../testing/units.ts';
import type { Feed, Feeds } from '../feed.ts';
import { createFeeds } from '../feeds.ts';
import type { Hls, HlsPackagers } from './hls.ts';
import { createHlsPackagers, type HlsPackagersOptions } from './packagers.ts';

const stamp = newStamp();
let clip: Clip;
let feeds: Feeds;
let packagers: HlsPackagers;
let source: ReturnType<typeof manualSource>;
let feed: Feed;
let sentUs: number;
let foreign: Crossing[];
let clockMs: number;

beforeAll(async () => {
  clip = await makeClip({ size: '160x90', seconds: 2 });
});
beforeEach(() => {
  sentUs = -1;
  foreign = [];
  clockMs = 0;
});
afterEach(async () => {
  await packagers.close();
  await feeds.close();
});

function start(change: Partial<HlsPackagersOptions> = {}, wrap?: (open: OpenSource) => OpenSource) {
  const open: OpenSource = () => (source = manualSource(clip, stamp));
  feeds = createFeeds({ openSource: wrap?.(open) ?? open, lingerMs: 0, probeTimeoutMs: 100 });
  packagers = createHlsPackagers({
    format: 'ts',
    segmentSeconds: 1,
    playlistLength: 3,
    waitMs: 5000,
    onForeign: (event) => foreign.push(event),
    now: () => Date.now() + clockMs,
    ...change,
  });
  feed = feeds.open(addressOf(stamp)).feed;
  return packagers.of(feed);
}

/** Sends the clip up to `untilMs`, all at once. */
function send(untilMs: number, change: (unit: AccessUnit) => AccessUnit = (unit) => unit): void {
  for (const unit of unitsBetween(clip, stamp, sentUs, untilMs * 1000)) source.emit(change(unit));
  sentUs = untilMs * 1000;
}

/** Lets what waits for the event loop happen: muxing takes several turns of it. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 150));

async function names(hls: Hls): Promise<string[]> {
  const body = (await hls.file('live.m3u8', -Infinity))?.body;
  const lines = body === undefined ? [] : Buffer.from(body).toString().split('\n');
  return lines.filter((line) => /^s\d+\.|^#EXT-X-DISCONTINUITY$|^#EXT-X-MAP/.test(line));
}

test('playlists wait for the first segment, and bear the feed’s stamp like all else', async () => {
  const hls = start();
  const asked = Promise.all([hls.file('index.m3u8', -Infinity), hls.file('live.m3u8', -Infinity)]);
  await settle();
  send(1100);
  const [master, media] = await asked;
  expect(Buffer.from(master?.body ?? []).toString()).toContain('\nlive.m3u8\n');
  expect(Buffer.from(media?.body ?? []).toString()).toContain('\ns1.ts\n');
  const segment = await hls.file('s1.ts', -Infinity);
  for (const file of [master, media, segment]) {
    expect(file && sameStamp(file.stamp, stamp)).toBe(true);
  }
  expect(master?.contentType).toBe('application/vnd.apple.mpegurl');
  expect(segment?.contentType).toBe('video/mp2t');
});

test('a display with a fresh right waits for the next key picture, and not for its whole GOP', async () => {
  const hls = start();
  const at = (heardAt: number) => (unit: AccessUnit) => ({ ...unit, heardAt });
  await feed.ready();
  send(1100, at(1));
  expect(await names(hls)).toEqual(['s1.ts']);
  const asked = hls.file('live.m3u8', 2);
  send(1960, at(3));
  send(2440, at(4));
  const text = Buffer.from((await asked)?.body ?? []).toString();
  expect(text).toMatch(/#EXTINF:0\.[3-6]\d*,\ns3\.ts\n$/);
  expect(text).not.toMatch(/s[12]\.ts/);
  expect(await hls.file('s1.ts', 2)).toBeUndefined();
  expect(await hls.file('s2.ts', 2)).toBeUndefined();
  expect((await hls.file('s3.ts', 2))?.heardAt).toBe(4);
  expect((await hls.file('s1.ts', 1))?.heardAt).toBe(1);
});

test('what has no name here, or not yet, is undefined, at once', async () => {
  const hls = start();
  for (const name of ['s1.ts', 'i1.mp4', '', '..', 'constructor', 'index.m3u8/']) {
    expect(await hls.file(name, -Infinity)).toBeUndefined();
  }
});

test('a playlist that has nothing to list in time is undefined', async () => {
  const hls = start({ waitMs: 30 });
  expect(await hls.file('index.m3u8', -Infinity)).toBeUndefined();
  expect(await hls.file('live.m3u8', -Infinity)).toBeUndefined();
});

test('a camera that does not answer is not waited for, and tried again when asked again', async () => {
  let refusals = 1;
  const hls = start({}, (open) => (address) => {
    const opened = open(address);
    const ready = (): ReturnType<typeof opened.ready> => {
      refusals -= 1;
      if (refusals >= 0) return Promise.reject(new Failure('device-offline', 'no answer'));
      return opened.ready();
    };
    return { ...opened, ready };
  });
  expect(await hls.file('live.m3u8', -Infinity)).toBeUndefined();
  const asked = names(hls);
  await settle();
  send(1100);
  expect(await asked).toEqual(['s1.ts']);
});

test('starts from the GOP buffer of a camera that is open', async () => {
  start();
  send(900, (unit) => ({ ...unit, arrivedAt: Date.now() - 1000 }));
  // Another feed object over the same source: its packager has seen nothing yet.
  const hls = packagers.of({ ...feed });
  await settle();
  send(960);
  expect(await names(hls)).toEqual(['s1.ts']);
});

test.each(['ts', 'cmaf'] as const)(
  'carries on over a gap with a discontinuity, in %s',
  async (format) => {
    const hls = start({ format });
    await settle();
    send(1500);
    await settle();
    sentUs = 7_999_999;
    send(8000);
    await settle();
    send(10_100);
    await settle();
    const end = format === 'ts' ? 'ts' : 'm4s';
    const listed = await names(hls);
    expect(listed.filter((line) => !line.startsWith('#EXT-X-MAP'))).toEqual([
      `s2.${end}`,
      '#EXT-X-DISCONTINUITY',
      `s3.${end}`,
      `s4.${end}`,
    ]);
    if (format === 'cmaf') expect(listed).toContain('#EXT-X-MAP:URI="i2.mp4"');
  },
);

test('of a segment with a foreign unit nothing is published, and it is told', async () => {
  start();
  await settle();
  const emit = source.emit.bind(source);
  const other = newStamp();
  let unguarded: ((unit: AccessUnit) => void) | undefined;
  // A feed that lets everything through, as if its own check were not there.
  const bare: Feed = {
    ...feed,
    stamp,
    ready: () => feed.ready(),
    watch(listener) {
      unguarded = listener;
      return () => undefined;
    },
  };
  const hls = packagers.of(bare);
  await settle();
  source.emit = (unit) => (unguarded ?? emit)(unit);
  send(990);
  send(1500, (unit) => (unit.timestampUs === 1_200_000 ? { ...unit, stamp: other } : unit));
  send(3100);
  await settle();
  expect(foreign).toEqual([{ expected: stamp, found: other }]);
  expect(await names(hls)).toEqual(['s1.ts', '#EXT-X-DISCONTINUITY', 's2.ts']);
});

test('what the muxer cannot keep up with is let go, with a discontinuity', async () => {
  const hls = start({ playlistLength: 30 });
  await settle();
  send(20_100);
  await settle();
  send(22_100);
  await settle();
  const listed = await names(hls);
  expect(listed).toHaveLength(8 + 1 + 2);
  expect(listed[8]).toBe('#EXT-X-DISCONTINUITY');
});

test('stops when nobody asks, forgets the pictures, and goes on with higher numbers', async () => {
  const hls = start({ idleMs: 200, waitMs: 400 });
  await settle();
  send(1100);
  expect(await names(hls)).toEqual(['s1.ts']);
  await new Promise((resolve) => setTimeout(resolve, 300));
  send(5000);
  await settle();
  expect(await hls.file('s1.ts', -Infinity)).toBeUndefined();
  expect(await hls.file('s2.ts', -Infinity)).toBeUndefined();
  const asked = names(hls);
  await settle();
  send(6100);
  expect(await asked).toEqual(['#EXT-X-DISCONTINUITY', 's2.ts']);
});

test('a window that stands still is not shown as live', async () => {
  const hls = start({ waitMs: 30 });
  await settle();
  send(1100);
  await settle();
  expect(await names(hls)).toEqual(['s1.ts']);
  clockMs = 21_000;
  expect(await hls.file('live.m3u8', -Infinity)).toBeUndefined();
  expect(await hls.file('s1.ts', -Infinity)).toBeUndefined();
});

test('once closed nothing is packaged any more, and who waits is answered', async () => {
  const hls = start({ waitMs: 60_000 });
  const asked = hls.file('live.m3u8', -Infinity);
  await settle();
  await packagers.close();
  expect(await asked).toBeUndefined();
  expect(await hls.file('s1.ts', -Infinity)).toBeUndefined();
  await settle();
  send(2100);
  await settle();
  expect(await hls.file('s1.ts', -Infinity)).toBeUndefined();
});

test('a segment that is being muxed when packaging stops is not published', async () => {
  const hls = start();
  await settle();
  send(1100);
  await packagers.close();
  await settle();
  expect(await hls.file('s1.ts', -Infinity)).toBeUndefined();
});

test('EXT-X-TARGETDURATION covers the longest segment', async () => {
  const hls = start();
  await settle();
  // A GOP of 4 s, from the second on.
  const gap = [3, 4, 5].map((at) => at * 1e6);
  const long = (unit: AccessUnit): AccessUnit =>
    unit.kind === 'video' && gap.includes(unit.timestampUs) ? { ...unit, key: false } : unit;
  send(6100, long);
  await settle();
  const text = Buffer.from((await hls.file('live.m3u8', -Infinity))?.body ?? []).toString();
  expect(text).toContain('#EXTINF:4.000000,');
  expect(text).toContain('#EXT-X-TARGETDURATION:4\n');
});
