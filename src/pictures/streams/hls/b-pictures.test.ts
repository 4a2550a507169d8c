/** @takes 30 s */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { decode } from '../../media/testing/h264.ts';
import { describeWith } from '../../cameras/rtsp/testing/tools.ts';
import { beginAbreast } from '../../../workshop/testing/abreast.ts';
import { caseClip, type ClipName } from '../../../workshop/testing/camera-cases/clips.ts';
import { openCase } from '../../../workshop/testing/camera-cases/open-case.ts';
import { watchHls } from '../../../workshop/testing/camera-cases/showing.ts';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { hlsPage, type Seen } from '../../../workshop/testing/hls-page.ts';
import { serveHls } from '../../../workshop/testing/hls-server.ts';
import type { SegmentFormat } from './mux.ts';
import { createHlsPackagers } from './packagers.ts';

const pictureMs = 1_000 / 15;

type Case = readonly [clip: ClipName, format: SegmentFormat];
type Feed = Awaited<ReturnType<typeof openCase>>['feed'];

/** Plays a clip from its camera while `use` lasts. */
async function withClip(clip: ClipName, use: (feed: Feed) => Promise<void>): Promise<void> {
  const right = { shows: ['hls'] } as const;
  const one = await openCase({ name: clip, about: '', source: '', clip, right });
  try {
    await use(one.feed);
  } finally {
    await one.close();
  }
}

const kinds: readonly Case[] = (['b-pictures', 'b-pyramid'] as const).flatMap((clip) =>
  (['ts', 'cmaf'] as const).map((format) => [clip, format] as const),
);
/** Each plays in real time: beside each other they take that once. */
const begin = (work: (one: Case) => Promise<void>) => beginAbreast(kinds.length, kinds, work);
const numbered = kinds.map(([name, format], at) => ({ name, format, at }));

describeWith('ffmpeg', 'pictures that come in another order than they are shown', () => {
  let watched: (at: number) => Promise<void>;
  beforeAll(() => {
    watched = begin(([name, format]) =>
      withClip(name, async (feed) => {
        const { times, decoded, complaints } = await watchHls(feed, 40, format);
        const clip = await caseClip(name);
        const filmed = await decode(clip.pictures.flatMap(({ nals }) => [...nals]));
        expect(complaints).toBe('');
        expect(decoded.length).toBeGreaterThan(35);
        const from = filmed.pictures.findIndex((one) => one.trim() === decoded[0]);
        expect(decoded).toEqual(
          decoded.map((_, at) => filmed.pictures[(from + at) % filmed.pictures.length]?.trim()),
        );
        const shown = times.map(({ shownMs }) => shownMs).toSorted((a, b) => a - b);
        expect(
          Math.abs((shown.at(-1) ?? 0) - (shown[0] ?? 0) - (shown.length - 1) * pictureMs),
        ).toBeLessThan(5);
      }),
    );
  });

  test.each(numbered)(
    '$name in $format are decoded to what was filmed, in its order',
    ({ at }) => watched(at),
    40_000,
  );
});

describeWith('ffmpeg', 'segments that begin within a GOP', () => {
  let watched: (at: number) => Promise<void>;
  beforeAll(() => {
    watched = begin(([name, format]) =>
      withClip(name, async (feed) => {
        const { times, decoded, complaints } = await watchHls(feed, 50, format, 0.3);
        expect(complaints).toBe('');
        expect(decoded.length).toBeGreaterThan(45);
        for (const [at, { shownMs, decodedMs }] of times.entries()) {
          expect(decodedMs).toBeGreaterThan(times[at - 1]?.decodedMs ?? -Infinity);
          if (format === 'ts') expect(shownMs).toBeGreaterThanOrEqual(decodedMs);
        }
      }),
    );
  });

  test.each(numbered)(
    '$name in $format: no picture of one is shown or decoded before the end of the one before',
    ({ at }) => watched(at),
    40_000,
  );
});

describeInBrowser('hls.js in Chromium', () => {
  const shownThere: readonly Case[] = [
    ['b-pyramid', 'ts'],
    ['b-pictures', 'cmaf'],
  ];
  let browser: Browser;
  let played: (at: number) => Promise<void>;
  beforeAll(async () => {
    browser = await launchChromium();
    played = beginAbreast(shownThere.length, shownThere, ([name, format]) =>
      withClip(name, (feed) => play(feed, format)),
    );
  });
  afterAll(() => browser.close());

  async function play(feed: Feed, format: SegmentFormat): Promise<void> {
    const lengths = { segmentSeconds: 1, playlistLength: 6, waitMs: 10_000 };
    const packagers = createHlsPackagers({ format, ...lengths });
    const server = await serveHls(() => packagers.of(feed), await hlsPage());
    const page = await browser.newPage();
    try {
      await page.goto(server.url);
      await page.evaluate('play()');
      const enough = 'seen.shownS.length > 120';
      await page.waitForFunction(enough, undefined, { timeout: 30_000, polling: 250 });
      const { shownS, errors } = await page.evaluate<Seen>('seen');
      expect(errors.filter((error) => error !== 'bufferStalledError')).toEqual([]);
      // At first its first picture stands still. A loaded machine may leave out a frame; none comes twice, before
      // another, or at a time of its own.
      for (const [at, second] of shownS.slice(1).entries())
        expect(second).toBeGreaterThan(shownS[at] ?? 0);
      const steps = shownS.slice(1).map((at, index) => (at - (shownS[index] ?? 0)) * 1_000);
      for (const ms of steps.slice(-40)) {
        const pictures = Math.round(ms / pictureMs);
        expect(pictures).toBeGreaterThan(0);
        expect(Math.abs(ms - pictures * pictureMs)).toBeLessThan(5);
      }
    } finally {
      await page.close();
      await server.close();
      await packagers.close();
    }
  }

  test.each(shownThere.map(([name, format], at) => ({ name, format, at })))(
    '$name in $format play in order, a second in a second',
    ({ at }) => played(at),
    60_000,
  );
});

test('what is sent in its order is left as it was', async () => {
  await withClip('usual', async (feed) => {
    for (const { shownMs, decodedMs } of (await watchHls(feed, 20)).times) {
      expect(shownMs).toBe(decodedMs);
    }
  });
}, 40_000);
