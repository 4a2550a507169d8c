/**
 * A player that is interrupted while it plays: its playlist's numbers go on, and so does it.
 *
 * @takes 86 s
 */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { OpenSource } from '../../cameras/media.ts';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { type Clip, clipSource, makeClip } from '../../../workshop/testing/clip-source.ts';
import { hlsPage, type Seen } from '../../../workshop/testing/hls-page.ts';
import { serveHls } from '../../../workshop/testing/hls-server.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import { createByteBudget } from '../byte-budget.ts';
import { createFeeds } from '../feeds.ts';
import { createHlsPackagers } from './packagers.ts';

// A machine that is busy with other things makes a player stall, too: but not three times in a row.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeInBrowser('hls.js in Chromium', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let browser: Browser;
  let clip: Clip;
  beforeAll(async () => {
    browser = await launchChromium();
    clip = await makeClip({ size: '640x360', sound: true });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** Plays a camera in a page; `seenAfter` waits until so many seconds were played. */
  async function play(openSource: OpenSource) {
    const address = addressOf(newStamp());
    const budget = createByteBudget({ bytes: 60e6, onOverloaded: () => undefined });
    const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2000 });
    const lengths = { segmentSeconds: 1, waitMs: 8000 };
    const packagers = createHlsPackagers({ format: 'ts', ...lengths, budget });
    const server = await serveHls(() => packagers.of(feeds.open(address).feed), await hlsPage());
    closing.push(
      () => feeds.close(),
      () => packagers.close(),
      () => server.close(),
    );
    const page = await browser.newPage();
    closing.push(() => page.close());
    await page.goto(server.url);
    await page.evaluate('play()');
    const seenAfter = async (seconds: number): Promise<Seen> => {
      const played = `seen.playedS - seen.startedS > ${seconds}`;
      await page.waitForFunction(played, undefined, { timeout: 60_000, polling: 250 });
      return page.evaluate('seen');
    };
    return { address, budget, server, seenAfter };
  }

  test.each(['memory is let go of', 'another begins'] as const)(
    'plays on when %s in the middle',
    async (what) => {
      const { address, budget, server, seenAfter } = await play(clipSource(clip));
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
    },
    120_000,
  );

  test('stalls once where a camera pauses for longer than a player has in hand', async () => {
    const { server, seenAfter } = await play(clipSource(clip, [10_000, 18_000]));
    const seen = await seenAfter(28);
    expect(seen.waiting).toBeLessThanOrEqual(1);
    // With the picture of after the pause, which stands still.
    expect(server.asked.map(({ name }) => name)).toContain('h2-1.ts');
    const refused = server.asked.filter(
      ({ name, status }) => /^[hs]\d|^live/.test(name) && status !== 200,
    );
    expect(refused).toEqual([]);
  }, 120_000);
});
