/**
 * Players on a whole stream, side by side: each plays in real time.
 *
 * @takes 35 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { beginAbreast } from '../../../workshop/testing/abreast.ts';
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

const formats = ['ts', 'cmaf'] as const;
const others = ({ errors }: Seen) => errors.filter((error) => error !== 'bufferStalledError');

describeInBrowser('hls.js in Chromium', () => {
  let browser: Browser;
  let clip: Clip;
  let onAndOn: (at: number) => Promise<void>;
  let afterAGap: (at: number) => Promise<void>;
  beforeAll(async () => {
    browser = await launchChromium();
    clip = await makeClip({ size: '640x360', sound: true });
    onAndOn = beginAbreast(formats.length, formats, playOnAndOn);
    afterAGap = beginAbreast(formats.length, formats, playAfterAGap);
  });
  afterAll(() => browser.close());

  type Watch = (seconds: number) => Promise<Seen>;

  /** Serves one camera while `use` lasts; `watch` plays it in a page of its own for so many seconds. */
  async function serve(
    format: SegmentFormat,
    openSource: OpenSource,
    use: (watch: Watch) => Promise<void>,
  ): Promise<void> {
    const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2000 });
    const lengths = { segmentSeconds: 1, waitMs: 4000 };
    const packagers = createHlsPackagers({ format, ...lengths });
    // The camera is opened by the first question for the playlist: as cold as can be.
    const address = addressOf(newStamp());
    const open = () => packagers.of(feeds.open(address).feed);
    const server = await serveHls(open, await hlsPage());
    try {
      await use(async (seconds) => {
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
      });
    } finally {
      await server.close();
      await packagers.close();
      await feeds.close();
    }
  }

  const playOnAndOn = (format: SegmentFormat) =>
    serve(format, clipSource(clip), async (watch) => {
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
    });

  const playAfterAGap = (format: SegmentFormat) =>
    serve(format, clipSource(clip, [4000, 9000]), async (watch) => {
      expect(others(await watch(8))).toEqual([]);
    });

  const cases = formats.map((format, at) => ({ format, at }));
  test.each(cases)('plays $format on and on, cold and warm', ({ at }) => onAndOn(at), 60_000);
  test.each(cases)(
    'goes on playing $format when the camera comes back after a gap',
    ({ at }) => afterAGap(at),
    60_000,
  );
});
