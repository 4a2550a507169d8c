/** @takes 66 s */
import { afterEach, describe, expect, test } from '@jest/globals';
import { decode } from '../../media/testing/h264.ts';
import { describeWith } from '../../cameras/rtsp/testing/tools.ts';
import { caseClip, type ClipName } from '../../../workshop/testing/camera-cases/clips.ts';
import { openCase } from '../../../workshop/testing/camera-cases/open-case.ts';
import { watchHls } from '../../../workshop/testing/camera-cases/showing.ts';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { hlsPage, type Seen } from '../../../workshop/testing/hls-page.ts';
import { serveHls } from '../../../workshop/testing/hls-server.ts';
import { createHlsPackagers } from './packagers.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const pictureMs = 1_000 / 15;

async function openClip(clip: ClipName) {
  const right = { shows: ['hls'] } as const;
  const one = await openCase({ name: clip, about: '', source: '', clip, right });
  closing.push(() => one.close());
  return one;
}

const kinds = (['b-pictures', 'b-pyramid'] as const).flatMap((clip) =>
  (['ts', 'cmaf'] as const).map((format) => [clip, format] as const),
);

describeWith('ffmpeg', 'pictures that come in another order than they are shown', () => {
  test.each(kinds)(
    '%s in %s are decoded to what was filmed, in its order',
    async (name, format) => {
      const { feed } = await openClip(name);
      const { times, decoded, complaints } = await watchHls(feed, 40, format);
      const filmed = await decode((await caseClip(name)).pictures.flatMap(({ nals }) => [...nals]));
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
    },
    40_000,
  );
});

describeWith('ffmpeg', 'segments that begin within a GOP', () => {
  test.each(kinds)(
    '%s in %s: no picture of one is shown or decoded before the end of the one before',
    async (name, format) => {
      const { feed } = await openClip(name);
      const { times, decoded, complaints } = await watchHls(feed, 50, format, 0.3);
      expect(complaints).toBe('');
      expect(decoded.length).toBeGreaterThan(45);
      for (const [at, { shownMs, decodedMs }] of times.entries()) {
        expect(decodedMs).toBeGreaterThan(times[at - 1]?.decodedMs ?? -Infinity);
        if (format === 'ts') expect(shownMs).toBeGreaterThanOrEqual(decodedMs);
      }
    },
    40_000,
  );
});

describeInBrowser('hls.js in Chromium', () => {
  test.each([
    ['b-pyramid', 'ts'],
    ['b-pictures', 'cmaf'],
  ] as const)(
    '%s in %s play in order, a second in a second',
    async (name, format) => {
      const { feed } = await openClip(name);
      const lengths = { segmentSeconds: 1, playlistLength: 6, waitMs: 10_000 };
      const packagers = createHlsPackagers({ format, ...lengths });
      const server = await serveHls(() => packagers.of(feed), await hlsPage());
      const browser = await launchChromium();
      closing.push(
        () => packagers.close(),
        () => server.close(),
        () => browser.close(),
      );
      const page = await browser.newPage();
      await page.goto(server.url);
      await page.evaluate('play()');
      await page.waitForFunction('seen.shownS.length > 120', undefined, {
        timeout: 30_000,
        polling: 250,
      });
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
    },
    60_000,
  );
});

describe('what is sent in its order', () => {
  test('is left as it was', async () => {
    const { feed } = await openClip('usual');
    for (const { shownMs, decodedMs } of (await watchHls(feed, 20)).times) {
      expect(shownMs).toBe(decodedMs);
    }
  }, 40_000);
});
