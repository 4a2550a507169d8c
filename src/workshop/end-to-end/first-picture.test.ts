/**
 * HLS from the first picture on, through a whole bridge and a real camera that is opened in the middle of its key
 * picture interval: on players as they come, and by the rules of RFC 8216.
 *
 * @takes 190 s
 */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { entriesOf } from '../../simulator/client/hls-reader.ts';
import { until } from '../until.ts';
import { simulateCameras, type SimulatedSite } from '../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { withKeyInterval } from '../../simulator/clips/key-interval.ts';
import { describeInBrowser, launchChromium } from '../testing/chromium.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { openPlayer, playerNames } from '../lab/player-page.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(180_000);
// A machine that is busy with other things makes a player stall, too: but not three times in a row.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

/**
 * Seconds from the first picture on: by then nothing of a player's first list is listed. Without the lead (`lead.ts`)
 * those that stalled did so within 8.2 s.
 */
const enoughS = 10;

let site: SimulatedSite;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const birch = clipOf(loadClips(), 'birch/front-door');
  const [two, four] = [await withKeyInterval(birch, 2), await withKeyInterval(birch, 4)];
  site = await simulateCameras([
    { clip: two, path: '/two', behaviour: { startAt: 'middle' } },
    { clip: four, path: '/four', behaviour: { startAt: 'middle' } },
  ]);
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(() => site.close());

describe.each(['ts', 'cmaf'] as const)('%s', (hlsFormat) => {
  let bridge: DemoBridge;
  let operator: Operator;
  let accounts: NewAccount[];

  beforeAll(async () => {
    bridge = await startDemoBridge({ hlsFormat, cameraLingerMs: 0 });
    operator = openOperator(bridge.dataDir);
    accounts = [
      await operator.settle('two', site.cameras[0]?.url ?? ''),
      await operator.settle('four', site.cameras[1]?.url ?? ''),
    ];
  });
  afterAll(async () => {
    await operator.close();
    await bridge.close();
  });

  /** The stream of one of the cameras, cold, and what ends it. */
  async function open(at: number) {
    const account = accounts[at];
    if (account === undefined) throw new TypeError('no such household');
    await until(() => site.cameras[at]?.viewers === 0, 60_000);
    const { accessToken } = await bridge.link(account);
    closing.push(() => bridge.intend(accessToken, 'DISCONNECT'));
    // A camera whose interval is not known yet is refused at first, and a display asks again.
    let url: string | undefined;
    await until(async () => {
      const given = openStream(bridge, accessToken, account.device, 'hls');
      url = (await given.catch(() => undefined))?.url;
      return url !== undefined;
    }, 30_000);
    return url ?? '';
  }

  describeInBrowser('in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser.close());

    const cases = playerNames.flatMap((name) => [
      [name, 2, 0] as const,
      ...(hlsFormat === 'ts' ? [[name, 4, 1] as const] : []),
    ]);
    test.each(cases)(
      '%s shows the first picture, and plays on without a stall: a key picture every %s s',
      async (name, _, at) => {
        const play = await openPlayer(browser, name);
        const player = await play(await open(at));
        closing.push(() => player.close());
        await player.until(({ firstFrameMs }) => firstFrameMs !== undefined, 30_000);
        const seen = await player.until(({ playedS }) => playedS > enoughS, 60_000);
        expect(seen).toMatchObject({ stalls: 0, errors: [] });
      },
    );
  });

  test('its playlists keep to RFC 8216 from the first on', async () => {
    const url = await open(1);
    const read = async (name: string) => {
      const answer = await fetch(new URL(name, url));
      expect(answer.status).toBe(200);
      return answer;
    };
    expect(await (await read('index.m3u8')).text()).toContain('\nlive.m3u8\n');
    const numbers = new Map<string, number>();
    let before: ReadonlyMap<string, number> = new Map();
    const targets = new Set<string>();
    let secondsBefore = 0;
    for (let seconds = 0; seconds < 13 || before.size === 0;) {
      const text = await (await read('live.m3u8')).text();
      const tag = (name: string): string =>
        new RegExp(`^#EXT-X-${name}:(.*)$`, 'm').exec(text)?.[1] ?? '';
      const target = Number(tag('TARGETDURATION'));
      targets.add(tag('TARGETDURATION'));
      const lengths = [...text.matchAll(/^#EXTINF:([\d.]+),$/gm)].map(([, one]) => Number(one));
      // §4.3.3.1: no segment, rounded, is longer.
      for (const one of lengths) expect(Math.round(one)).toBeLessThanOrEqual(target);
      expect(text).not.toMatch(/^#EXT-X-DISCONTINUITY$/m);
      const names = entriesOf(text);
      const first = Number(tag('MEDIA-SEQUENCE'));
      const listed = new Map(names.map((name, at) => [name, first + at]));
      // §6.2.1: a segment keeps its number, what leaves does so at the head, and nothing comes in between.
      for (const [name, number] of listed) {
        expect(numbers.get(name) ?? number).toBe(number);
        numbers.set(name, number);
      }
      const gone = [...before].filter(([name]) => !listed.has(name));
      for (const [, number] of gone) expect(number).toBeLessThan(first);
      const total = lengths.reduce((sum, one) => sum + one, 0);
      // §6.2.2: nothing leaves a list that is then shorter than three target durations.
      if (gone.length > 0) expect(total).toBeGreaterThanOrEqual(3 * target);
      // What is listed is there.
      for (const name of names.filter((one) => !before.has(one))) {
        expect((await (await read(name)).arrayBuffer()).byteLength).toBeGreaterThan(0);
      }
      if (before.size === 0) {
        // Enough to begin with, of a camera that has sent no more than a picture.
        expect(names.length).toBeGreaterThanOrEqual(5);
        expect(total).toBeGreaterThan(2);
      }
      before = listed;
      seconds = [...numbers.keys()].filter((name) => name.startsWith('s')).length;
      secondsBefore = total;
      const isNew = async () => (await (await read('live.m3u8')).text()) !== text;
      await until(isNew, 30_000, { intervalMs: 100 });
    }
    expect(secondsBefore).toBeGreaterThanOrEqual(6);
    // §6.2.1: the target duration does not change.
    expect(targets.size).toBe(1);
  });
});
