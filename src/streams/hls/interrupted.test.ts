/** A player that is interrupted while it plays: its playlist's numbers go on, and so does it. */
import { afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { describeInBrowser, launchChromium } from '../../testing/chromium.ts';
import { type Clip, clipSource, makeClip } from '../../testing/clip-source.ts';
import { hlsPage, type Seen } from '../../testing/hls-page.ts';
import { serveHls } from '../../testing/hls-server.ts';
import { addressOf, newStamp } from '../../testing/units.ts';
import { createByteBudget } from '../byte-budget.ts';
import { createFeeds } from '../feeds.ts';
import { createHlsPackagers } from './packagers.ts';

// A machine that is busy with other things makes a player halt, too: but not three times in a row.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeInBrowser('hls.js in Chromium', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let clip: Clip;
  beforeAll(async () => {
    clip = await makeClip({ size: '640x360', sound: true });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  test.each(['memory is let go of', 'another begins'] as const)(
    'plays on when %s in the middle',
    async (what) => {
      const address = addressOf(newStamp());
      const budget = createByteBudget({ bytes: 60e6, onOverloaded: () => undefined });
      const feeds = createFeeds({
        openSource: clipSource(clip),
        lingerMs: 0,
        probeTimeoutMs: 2000,
      });
      const packagers = createHlsPackagers({
        format: 'ts',
        segmentSeconds: 1,
        waitMs: 8000,
        budget,
      });
      const server = await serveHls(() => packagers.of(feeds.open(address).feed), await hlsPage());
      const browser = await launchChromium();
      closing.push(
        () => feeds.close(),
        () => packagers.close(),
        () => server.close(),
        () => browser.close(),
      );
      const page = await browser.newPage();
      await page.goto(server.url);
      await page.evaluate('play()');
      const played = (seconds: number) =>
        page.waitForFunction(`seen.playedS - seen.startedS > ${seconds}`, undefined, {
          timeout: 60_000,
        });
      await played(8);
      const asked = server.asked.length;
      if (what === 'another begins') await fetch(`${server.url}index.m3u8`);
      else {
        const other = budget.share(address, () => other.set(0));
        other.set(61e6);
      }
      await played(20);
      const seen: Seen = await page.evaluate('seen');
      // Whoever waits for numbers to catch up halts for as long as it had played.
      expect(seen.waiting).toBeLessThanOrEqual(1);
      expect(seen.errors.filter((error) => error !== 'bufferStalledError')).toEqual([]);
      const refused = server.asked.slice(asked).filter(({ status }) => status !== 200);
      expect(refused).toEqual([]);
    },
    120_000,
  );
});
