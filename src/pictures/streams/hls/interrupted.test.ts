/**
 * A player that is interrupted while it plays: its playlist's numbers go on, and so does it. Side by side: each plays in
 * real time.
 *
 * @takes 35 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { beginAbreast } from '../../../workshop/testing/abreast.ts';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { type Clip, clipSource, makeClip } from '../../../workshop/testing/clip-source.ts';
import { hlsPage, type Seen } from '../../../workshop/testing/hls-page.ts';
import { serveHls } from '../../../workshop/testing/hls-server.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import type { OpenSource } from '../../cameras/media.ts';
import { type ByteBudget, createByteBudget } from '../byte-budget.ts';
import { createFeeds } from '../feeds.ts';
import { createHlsPackagers } from './packagers.ts';

// A machine that is busy with other things makes a player stall, too: but not three times in a row.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

interface Playing {
  readonly address: CameraAddress;
  readonly budget: ByteBudget;
  readonly server: Awaited<ReturnType<typeof serveHls>>;
  readonly seenAfter: (seconds: number) => Promise<Seen>;
}

type What = 'memory is let go of' | 'another begins' | 'a camera pauses';

describeInBrowser('hls.js in Chromium', () => {
  let browser: Browser;
  let clip: Clip;
  let played: (at: number) => Promise<void>;
  const cases: readonly What[] = ['memory is let go of', 'another begins', 'a camera pauses'];
  beforeAll(async () => {
    browser = await launchChromium();
    clip = await makeClip({ size: '640x360', sound: true });
    played = beginAbreast(cases.length, cases, (what) =>
      what === 'a camera pauses' ? playPausing() : playInterrupted(what),
    );
  });
  afterAll(() => browser.close());

  /** Plays a camera in a page while `use` lasts; `seenAfter` waits until so many seconds were played. */
  async function play(openSource: OpenSource, use: (playing: Playing) => Promise<void>) {
    const address = addressOf(newStamp());
    const budget = createByteBudget({ bytes: 60e6, onOverloaded: () => undefined });
    const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2000 });
    const lengths = { segmentSeconds: 1, waitMs: 8000 };
    const packagers = createHlsPackagers({ format: 'ts', ...lengths, budget });
    const server = await serveHls(() => packagers.of(feeds.open(address).feed), await hlsPage());
    const page = await browser.newPage();
    try {
      await page.goto(server.url);
      await page.evaluate('play()');
      const seenAfter = async (seconds: number): Promise<Seen> => {
        const enough = `seen.playedS - seen.startedS > ${seconds}`;
        await page.waitForFunction(enough, undefined, { timeout: 60_000, polling: 250 });
        return page.evaluate('seen');
      };
      await use({ address, budget, server, seenAfter });
    } finally {
      await page.close();
      await server.close();
      await packagers.close();
      await feeds.close();
    }
  }

  const playInterrupted = (what: What) =>
    play(clipSource(clip), async ({ address, budget, server, seenAfter }) => {
      await seenAfter(8);
      const asked = server.asked.length;
      if (what === 'another begins') await fetch(`${server.url}index.m3u8`);
      else {
        const other = budget.share(address, () => other.set(0));
        other.set(61e6);
      }
      const seen = await seenAfter(20);
      // Whoever waits for numbers to catch up stalls for as long as it had played.
      expect(seen.waiting).toBeLessThanOrEqual(1);
      expect(seen.errors.filter((error) => error !== 'bufferStalledError')).toEqual([]);
      const refused = server.asked.slice(asked).filter(({ status }) => status !== 200);
      expect(refused).toEqual([]);
    });

  /** For longer than a player has in hand. */
  const playPausing = () =>
    play(clipSource(clip, [10_000, 18_000]), async ({ server, seenAfter }) => {
      const seen = await seenAfter(28);
      expect(seen.waiting).toBeLessThanOrEqual(1);
      // With the picture of after the pause, which stands still.
      expect(server.asked.map(({ name }) => name)).toContain('h2-1.ts');
      const refused = server.asked.filter(
        ({ name, status }) => /^[hs]\d|^live/.test(name) && status !== 200,
      );
      expect(refused).toEqual([]);
    });

  test.each(cases.map((what, at) => ({ what, at })))(
    'plays on when $what in the middle',
    ({ at }) => played(at),
    120_000,
  );
});
