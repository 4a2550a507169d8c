/** A camera that stands still for some seconds while a player plays: the player goes on with enough in hand, and halts once. */
import { afterEach, expect, jest, test } from '@jest/globals';
import { describeInBrowser, launchChromium } from '../../testing/chromium.ts';
import { clipSource, makeClip } from '../../testing/clip-source.ts';
import { hlsPage, type Seen } from '../../testing/hls-page.ts';
import { serveHls } from '../../testing/hls-server.ts';
import { addressOf, newStamp } from '../../testing/units.ts';
import { createFeeds } from '../feeds.ts';
import { createHlsPackagers } from './packagers.ts';

// A machine that is busy with other things makes a player halt, too: but not three times in a row.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeInBrowser('hls.js in Chromium', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  test('halts once where a camera pauses for longer than a player has in hand', async () => {
    const clip = await makeClip({ size: '640x360', sound: true });
    const address = addressOf(newStamp());
    const openSource = clipSource(clip, [10_000, 18_000]);
    const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2000 });
    const packagers = createHlsPackagers({ format: 'ts', segmentSeconds: 1, waitMs: 8000 });
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
    await page.waitForFunction('seen.playedS - seen.startedS > 28', undefined, { timeout: 60_000 });
    const seen: Seen = await page.evaluate('seen');
    expect(seen.waiting).toBeLessThanOrEqual(1);
    // With the picture of after the pause, which stands still.
    const names = server.asked.map(({ name }) => name);
    expect(names).toContain('h2-1.ts');
    const refused = server.asked.filter(
      ({ name, status }) => /^[hs]\d|^live/.test(name) && status !== 200,
    );
    expect(refused).toEqual([]);
  }, 120_000);
});
