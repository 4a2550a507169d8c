/**
 * Displays' players as they come, on a camera that pauses for longer than a player has in hand.
 *
 * @takes 31 s
 */
import { afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { openPlayer, playerNames } from '../../../workshop/lab/player-page.ts';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { type Clip, clipSource, makeClip } from '../../../workshop/testing/clip-source.ts';
import { servePackaged } from '../../../workshop/testing/serve-packaged.ts';

// A machine that is busy with other things makes a player fetch too late: but not three times in a row.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeInBrowser('players in Chromium', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let clip: Clip;
  beforeAll(async () => {
    clip = await makeClip({ size: '640x360', sound: true });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  test('all play on, and ask for nothing that is gone', async () => {
    const browser = await launchChromium();
    closing.push(() => browser.close());
    const asked = playerNames.map(async (name) => {
      const server = await servePackaged(clipSource(clip, [10_000, 18_000]), { waitMs: 8_000 });
      closing.push(() => server.close());
      const play = await openPlayer(browser, name);
      const page = await play(`${server.url}index.m3u8`);
      closing.push(() => page.close());
      // Twice as long as until the pause.
      await page.until(({ playedS }) => playedS > 20, 60_000);
      return { name, refused: server.asked.filter(({ status }) => status !== 200) };
    });
    const nothing = playerNames.map((name) => ({ name, refused: [] }));
    expect(await Promise.all(asked)).toEqual(nothing);
  }, 120_000);
});
