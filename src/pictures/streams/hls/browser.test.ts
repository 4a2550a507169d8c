/** @takes 85 s */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { type Clip, clipSource, makeClip } from '../../../workshop/testing/clip-source.ts';
import { hlsPage, type Seen } from '../../../workshop/testing/hls-page.ts';
import { serveHls } from '../../../workshop/testing/hls-server.ts';
import type { OpenSource } from '../../cameras/media.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import { createFeeds } from '../feeds.ts';
import type { SegmentFormat } from './mux.ts';
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

  /** Serves one camera and gives what opens a page on it, plays for so long, and tells. */
  async function serve(format: SegmentFormat, openSource: OpenSource) {
    const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2000 });
    const lengths = { segmentSeconds: 1, waitMs: 4000 };
    const packagers = createHlsPackagers({ format, ...lengths });
    // The camera is opened by the first question for the playlist: as cold as can be.
    const address = addressOf(newStamp());
    const open = () => packagers.of(feeds.open(address).feed);
    const server = await serveHls(open, await hlsPage());
    closing.push(
      () => feeds.close(),
      () => packagers.close(),
      () => server.close(),
    );
    return async (seconds: number): Promise<Seen> => {
      const page = await browser.newPage();
      await page.goto(server.url);
      await page.evaluate('play()');
      await page.waitForFunction(`seen.playedS - seen.startedS > ${seconds}`, undefined, {
        timeout: 1000 * seconds + 15_000,
        polling: 250,
      });
      const seen = await page.evaluate<Seen>('seen');
      await page.close();
      return seen;
    };
  }
  const others = ({ errors }: Seen) => errors.filter((error) => error !== 'bufferStalledError');

  test.each(['ts', 'cmaf'] as const)(
    'plays %s on and on, cold and warm',
    async (format) => {
      const watch = await serve(format, clipSource(clip));
      const cold = await watch(20);
      const warm = await watch(3);
      process.stdout.write(
        `HLS ${format}, first frame: cold ${cold.firstFrameMs} ms, warm ${warm.firstFrameMs} ms; ` +
          `stalls: cold ${cold.waiting}, warm ${warm.waiting}\n`,
      );
      // Begun cold the lead is short, and a busy machine may use it up: a stall then lengthens it.
      expect(cold.waiting).toBeLessThanOrEqual(2);
      expect(others(cold)).toEqual([]);
      expect(warm.waiting).toBeLessThanOrEqual(1);
      expect(others(warm)).toEqual([]);
    },
    60_000,
  );

  test.each(['ts', 'cmaf'] as const)(
    'goes on playing %s when the camera comes back after a gap',
    async (format) => {
      const watch = await serve(format, clipSource(clip, [4000, 9000]));
      const seen = await watch(8);
      expect(others(seen)).toEqual([]);
    },
    60_000,
  );
});
