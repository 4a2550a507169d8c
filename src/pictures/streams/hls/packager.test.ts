import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { AccessUnit, OpenSource } from '../../cameras/media.ts';
import { Failure } from '../../../common/failures.ts';
import type { Crossing } from '../../../wall/partitions/alarm.ts';
import { sameStamp } from '../../../wall/partitions/stamp.ts';
import {
  type Clip,
  makeClip,
  manualSource,
  unitsBetween,
} from '../../../workshop/testing/clip-source.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import type { Opened } from '../../../wall/partitions/camera-address.ts';
import { createByteBudget } from '../byte-budget.ts';
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

function start(
  change: Partial<HlsPackagersOptions> = {},
  wrap?: (open: OpenSource) => OpenSource,
  camera: Pick<Clip, 'video'> = { video: { ...clip.video, intervalUs: 40_000 } },
) {
  const open: OpenSource = () => (source = manualSource(camera, stamp));
  feeds = createFeeds({ openSource: wrap?.(open) ?? open, lingerMs: 0, probeTimeoutMs: 100 });
  packagers = createHlsPackagers({
    format: 'ts',
    segmentSeconds: 1,
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

/** What MPEG-TS has in hand of a camera with 25 pictures in a second. */
const leadS = 3 + 7 / 15;

/** Lets what waits for the event loop happen: muxing takes several turns of it. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}

async function text(hls: Hls, since = -Infinity, viewer?: object): Promise<string> {
  return Buffer.from((await hls.file('live.m3u8', since, viewer))?.body ?? []).toString();
}

async function names(hls: Hls, since?: number, viewer?: object): Promise<string[]> {
  const lines = (await text(hls, since, viewer)).split('\n');
  return lines.filter((line) => /^[sh]\d+[.-]|^#EXT-X-DISCONTINUITY$|^#EXT-X-MAP/.test(line));
}

/** The segments in which a first picture stands still, as a playlist names them. */
const still = (set = 1, count = 5): string[] =>
  Array.from({ length: count }, (_, at) => `h${set}-${at + 1}.ts`);
const real = (lines: readonly string[]): string[] => lines.filter((line) => !line.startsWith('h'));

test('playlists wait for the first key picture and no longer, and bear the feed’s stamp like all else', async () => {
  const hls = start();
  const asked = Promise.all([hls.file('index.m3u8', -Infinity), hls.file('live.m3u8', -Infinity)]);
  await settle();
  send(0);
  const [master, media] = await asked;
  expect(Buffer.from(master?.body ?? []).toString()).toContain('\nlive.m3u8\n');
  expect(await names(hls)).toEqual(still());
  const segment = await hls.file('h1-1.ts', -Infinity);
  for (const file of [master, media, segment]) {
    expect(file && sameStamp(file.stamp, stamp)).toBe(true);
  }
  expect(master?.contentType).toBe('application/vnd.apple.mpegurl');
  expect(segment?.contentType).toBe('video/mp2t');
});

test('the master playlist tells the size of the pictures, not of what was described before they came', async () => {
  const other = await makeClip({ size: '320x180', seconds: 1, encoder: ['-profile:v', 'high'] });
  const hls = start({}, undefined, { video: { ...other.video, intervalUs: 40_000 } });
  const asked = hls.file('index.m3u8', -Infinity);
  await settle();
  send(0);
  expect(Buffer.from((await asked)?.body ?? []).toString()).toContain('RESOLUTION=160x90\n');
});

test('the first picture stands still until there is enough in hand; then the stream goes on, and it leaves the list', async () => {
  const hls = start();
  const asked = text(hls);
  await settle();
  send(0);
  const seconds = [...(await asked).matchAll(/EXTINF:([\d.]+)/g)].map(([, s]) => Number(s));
  expect(seconds.reduce((sum, s) => sum + s)).toBeCloseTo(leadS);
  send(2100);
  await settle();
  expect(await names(hls)).toEqual([...still(), 's1.ts', 's2.ts']);
  send(7100);
  await settle();
  const later = await text(hls);
  expect(real(await names(hls))).toEqual([2, 3, 4, 5, 6, 7].map((n) => `s${n}.ts`));
  // Five have gone that stood still, and the first of the stream: six seconds are listed.
  expect(later).toContain('#EXT-X-MEDIA-SEQUENCE:6\n');
  expect(later).not.toContain('h1-');
  expect(later).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
});

test('each segment with the picture that stands still delivers it as one, under its own time', async () => {
  const hls = start();
  const asked = names(hls);
  await settle();
  send(0, (unit) => ({ ...unit, heardAt: 5 }));
  await asked;
  const files = await Promise.all(still().map((name) => hls.file(name, 5)));
  expect(files.map((file) => file?.units)).toEqual([1, 1, 1, 1, 1]);
  expect(files.map((file) => file?.heardAt)).toEqual([5, 5, 5, 5, 5]);
  expect(await hls.file('h1-1.ts', 6)).toBeUndefined();
});

test('a display that comes when enough is listed begins some seconds back, with a key picture and none that stands still', async () => {
  const hls = start();
  await settle();
  send(4600);
  await settle();
  // The end is at 4.58 s; the key picture at 1 s is the last that is so far back.
  expect(await names(hls)).toEqual(['s2.ts', 's3.ts', 's4.ts']);
});

test('a display that comes earlier has the picture stand still for what is missing', async () => {
  const hls = start();
  const first = names(hls, -Infinity, {});
  await settle();
  send(0);
  await first;
  send(1500);
  await settle();
  const other = {};
  const listed = await text(hls, -Infinity, other);
  expect(real(await names(hls, -Infinity, other))).toEqual([]);
  const seconds = [...listed.matchAll(/EXTINF:([\d.]+)/g)].map(([, s]) => Number(s));
  // It begins with the key picture at 1 s, of which 0.48 s have come.
  expect(seconds.reduce((sum, s) => sum + s)).toBeCloseTo(leadS - 0.48);
  send(2100);
  await settle();
  expect(real(await names(hls, -Infinity, other))).toEqual(['s2.ts']);
});

test('each display goes on from where it began; with the master playlist another player begins', async () => {
  const hls = start();
  const [one, two] = [{}, {}];
  const asked = names(hls, -Infinity, one);
  await settle();
  send(0);
  await asked;
  send(4600);
  await settle();
  expect(await names(hls, -Infinity, one)).toEqual([
    ...still().slice(2),
    's1.ts',
    's2.ts',
    's3.ts',
    's4.ts',
  ]);
  expect(await names(hls, -Infinity, two)).toEqual(['s2.ts', 's3.ts', 's4.ts']);
  const master = await hls.file('index.m3u8', -Infinity, one);
  expect(Buffer.from(master?.body ?? []).toString()).toContain('\nlive-2.m3u8\n');
  const begun = Buffer.from((await hls.file('live-2.m3u8', -Infinity, one))?.body ?? []).toString();
  expect(begun.match(/^[sh]\d.*$/gm)).toEqual(['s2.ts', 's3.ts', 's4.ts']);
  expect((await names(hls, -Infinity, one))[0]).toBe('h1-3.ts');
});

test('many displays that come at about one time share what stands still', async () => {
  const hls = start();
  const viewers = Array.from({ length: 20 }, () => ({}));
  const asked = Promise.all(viewers.map((viewer) => names(hls, -Infinity, viewer)));
  await settle();
  send(0);
  expect(new Set((await asked).flat()).size).toBe(5);
});

test('a display with a fresh right waits for the next key picture, and not for its whole GOP', async () => {
  const hls = start();
  const at = (heardAt: number) => (unit: AccessUnit) => ({ ...unit, heardAt });
  await feed.ready();
  send(1100, at(1));
  await settle();
  expect(await hls.file('s1.ts', 1)).toBeDefined();
  const viewer = {};
  const asked = names(hls, 2, viewer);
  send(1960, at(3));
  await settle();
  send(2000, at(4));
  const listed = await asked;
  expect(listed.length).toBeGreaterThan(0);
  expect(real(listed)).toEqual([]);
  expect((await hls.file(listed[0] ?? '', 2))?.heardAt).toBe(4);
  send(3000, at(5));
  await settle();
  expect(real(await names(hls, 2, viewer))).toEqual(['s3.ts']);
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
  send(0);
  expect(await asked).toEqual(still());
});

test('starts from the GOP buffer of a camera that is open', async () => {
  start();
  send(900, (unit) => ({ ...unit, arrivedAt: Date.now() - 1000 }));
  // Another feed object over the same source: its packager has seen nothing yet.
  const hls = packagers.of({ ...feed });
  await settle();
  const listed = await text(hls);
  const seconds = [...listed.matchAll(/EXTINF:([\d.]+)/g)].map(([, s]) => Number(s));
  // 0.88 s of the picture’s GOP are there already.
  expect(seconds.reduce((sum, s) => sum + s)).toBeCloseTo(leadS - 0.88);
  send(1100);
  await settle();
  expect(real(await names(hls))).toEqual(['s1.ts']);
});

test.each(['ts', 'cmaf'] as const)(
  'carries on over a gap with a discontinuity, in %s',
  async (format) => {
    const hls = start({ format });
    await settle();
    send(1500);
    await settle();
    sentUs = 4_999_999;
    send(5000);
    await settle();
    send(7_100);
    await settle();
    const end = format === 'ts' ? 'ts' : 'm4s';
    const listed = await names(hls);
    expect(listed.filter((line) => !line.startsWith('#EXT-X-MAP'))).toEqual([
      `s1.${end}`,
      `s2.${end}`,
      '#EXT-X-DISCONTINUITY',
      `s3.${end}`,
      `s4.${end}`,
    ]);
    if (format === 'cmaf') expect(listed).toContain('#EXT-X-MAP:URI="i2.mp4"');
  },
);

test('after a pause longer than what a player has in hand all begin anew, with a picture that stands still', async () => {
  const hls = start();
  await settle();
  send(1500);
  await settle();
  expect(await names(hls)).toEqual(still());
  sentUs = 7_999_999;
  send(8000);
  expect(await names(hls)).toEqual(['#EXT-X-DISCONTINUITY', ...still(2)]);
  send(10_100);
  await settle();
  // It carries on from the picture that stood still; the rest of before the pause is listed no more.
  expect(real(await names(hls))).toEqual(['#EXT-X-DISCONTINUITY', 's2.ts', 's3.ts']);
});

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
  send(3900);
  await settle();
  expect(foreign).toEqual([{ expected: stamp, found: other }]);
  expect(await names(hls)).toEqual(['s1.ts', '#EXT-X-DISCONTINUITY', 's2.ts']);
});

test('a foreign key picture does not stand still for anybody, and it is told', async () => {
  start({ waitMs: 300 });
  const other = newStamp();
  let unguarded: ((unit: AccessUnit) => void) | undefined;
  const hls = packagers.of({
    ...feed,
    watch(listener) {
      unguarded = listener;
      return () => undefined;
    },
  });
  const asked = names(hls);
  await settle();
  for (const unit of unitsBetween(clip, other, -1, 0)) unguarded?.(unit);
  expect(await asked).toEqual([]);
  expect(await hls.file('h1-1.ts', -Infinity)).toBeUndefined();
  expect(foreign).toEqual([{ expected: stamp, found: other }]);
});

test('what the muxer cannot keep up with is let go, with a discontinuity', async () => {
  const hls = start();
  await settle();
  const asked = names(hls);
  send(0);
  await asked;
  send(20_100);
  await settle();
  send(22_100);
  await settle();
  const listed = await names(hls);
  expect(listed.slice(-4)).toEqual(['s8.ts', '#EXT-X-DISCONTINUITY', 's9.ts', 's10.ts']);
});

test('stops when nobody asks, forgets the pictures, and goes on with higher numbers', async () => {
  const hls = start({ idleMs: 1000, waitMs: 1500 });
  await settle();
  send(1100);
  expect(await names(hls)).toEqual(still());
  await new Promise((resolve) => setTimeout(resolve, 1200));
  send(5000);
  await settle();
  expect(await hls.file('s1.ts', -Infinity)).toBeUndefined();
  expect(await hls.file('s2.ts', -Infinity)).toBeUndefined();
  const asked = names(hls);
  await settle();
  send(6100);
  // What stands still carries on into what follows it: the one break is before it.
  expect(await asked).toEqual(['#EXT-X-DISCONTINUITY', ...still(2)]);
  send(8100);
  await settle();
  expect(await text(hls)).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:0\n');
  send(9100);
  await settle();
  expect(real(await names(hls))).toEqual(['s2.ts', 's3.ts', 's4.ts', 's5.ts']);
  expect(await text(hls)).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n');
});

test('goes on for as long as somebody asks', async () => {
  const idleMs = 1_000;
  const hls = start({ idleMs });
  await settle();
  send(2100);
  await names(hls);
  const end = performance.now() + 2.5 * idleMs;
  while (performance.now() < end) {
    await hls.file('live.m3u8', -Infinity);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(await hls.file('s1.ts', -Infinity)).toBeDefined();
});

test('a window that stands still is not shown as live', async () => {
  const hls = start({ waitMs: 30 });
  await settle();
  send(1100);
  await settle();
  expect(await names(hls)).toEqual(still());
  clockMs = 21_000;
  expect(await hls.file('live.m3u8', -Infinity)).toBeUndefined();
  expect(await hls.file('s1.ts', -Infinity)).toBeUndefined();
  expect(await hls.file('h1-1.ts', -Infinity)).toBeUndefined();
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

/** A GOP of 2 s, and then one of more than 4 s. */
const long = (unit: AccessUnit): AccessUnit =>
  unit.kind === 'video' && [1, 3, 4, 5].includes(unit.timestampUs / 1e6)
    ? { ...unit, key: false }
    : unit;

test('EXT-X-TARGETDURATION leads a player that keeps to it back to a key picture', async () => {
  const hls = start();
  await settle();
  send(6100, long);
  await settle();
  const listed = await text(hls);
  // The key picture is 4 s back: three times one would lead a player into the middle.
  expect(listed).toContain('#EXT-X-TARGETDURATION:2\n');
  expect(listed).toMatch(/^s3\.ts$/m);
  expect(listed).not.toMatch(/^s2\.ts$/m);
});

test('EXT-X-TARGETDURATION covers the longest segment', async () => {
  const hls = start({}, undefined, clip);
  await settle();
  // A camera of one picture in two seconds, which says nothing of itself.
  const all = (unit: AccessUnit): boolean => unit.timestampUs % 2e6 === 0;
  for (const unit of unitsBetween(clip, stamp, -1, 8e6)) if (all(unit)) source.emit(unit);
  await settle();
  const listed = await text(hls);
  expect(listed).toContain('#EXTINF:2.000000,');
  expect(listed).toContain('#EXT-X-TARGETDURATION:3\n');
});

test('what is kept is counted, and let go of when there is too much in all', async () => {
  const told: Opened[] = [];
  const budget = createByteBudget({ bytes: 120_000, onOverloaded: (of) => told.push(of) });
  const hls = start({ budget });
  await settle();
  send(300);
  expect(budget.bytes).toBeGreaterThan(1000);
  send(1100);
  await settle();
  expect(await hls.file('s1.ts', -Infinity)).toBeDefined();
  const neighbour = budget.share(addressOf(newStamp()), () => told.push(addressOf(newStamp())));
  neighbour.set(1000);
  send(9000);
  await settle();
  expect(told.length).toBeGreaterThan(0);
  for (const of of told) expect(sameStamp(of.stamp, stamp)).toBe(true);
  expect(budget.bytes).toBeLessThanOrEqual(120_000);
  await packagers.close();
  expect(budget.bytes).toBe(1000);
});

test('a camera that sends more than a list may hold is told of, and kept within it', async () => {
  const told: Opened[] = [];
  const budget = createByteBudget({ bytes: Infinity, onOverloaded: () => undefined });
  const limits = { segment: 60_000, window: 100_000 };
  const hls = start({ limits, budget, onOverloaded: (of) => told.push(of) });
  await settle();
  send(10_100);
  await settle();
  expect(told.length).toBeGreaterThan(0);
  expect(budget.bytes).toBeLessThan(limits.window + limits.segment);
  expect(real(await names(hls)).length).toBeGreaterThan(0);
  await packagers.close();
});
