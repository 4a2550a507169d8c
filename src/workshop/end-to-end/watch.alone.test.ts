/**
 * Two accounts watch their look-alike cameras at the same time, by both protocols, for longer than anything lives that
 * nobody asks for, without a stall.
 * Runs alone: what else runs on a small machine would make a browser's pictures wait.
 *
 * @takes 13 s
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../testing/chromium.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { displayFacts, linkDisplay, watchCamera } from '../testing/linked-display.ts';

/** Longer than a session of this bridge waits to be opened, and than it lives if nobody asks for it. */
const watchingMs = 7_000;
const stream = { openMs: 3_000, idleMs: 3_000, maxMs: 14_400_000 };
jest.setTimeout(watchingMs + 120_000);

let bridge: DemoBridge;
let browser: Browser;

interface Window {
  readonly page: Page;
  readonly stamp: string;
  readonly protocol: string;
}

/** Opens one camera of an account on a linked display. */
async function windows(protocol: string): Promise<Window[]> {
  return Promise.all(
    [bridge.birch, bridge.harbour].map(async (account) => {
      const linked = await linkDisplay(browser, bridge.origin, account);
      const [camera] = account.cameras;
      if (camera === undefined) throw new Error('no camera');
      const address = `${bridge.origin}/display?camera=${camera.deviceId}&protocol=${protocol}`;
      const page = await watchCamera(linked, address);
      await page.waitForSelector('body[data-stamp], body[data-error]');
      return { page, stamp: camera.stamp, protocol };
    }),
  );
}

const protocols = ['webrtc', 'hls'] as const;

/** At every second, whatever is on the screen is the account's own; and nothing stops. */
async function watchOn(protocol: string): Promise<void> {
  const watching = await windows(protocol);
  const before = await Promise.all(watching.map(({ page }) => displayFacts(page)));
  for (let passed = 0; passed < watchingMs; passed += 1_000) {
    await sleep(1_000);
    for (const { page, stamp } of watching) {
      expect((await displayFacts(page))['stamp']).toBe(stamp);
    }
  }
  for (const [at, { page }] of watching.entries()) {
    const facts = await displayFacts(page);
    expect(facts).toMatchObject({
      state: 'playing',
      protocol,
      stalls: before[at]?.['stalls'] ?? '0',
    });
    // Fifteen pictures a second were sent; a display may skip some, but not half of them.
    expect(Number(facts['frames'])).toBeGreaterThan((watchingMs / 1_000) * 10);
    await page.context().close();
  }
}

describeInBrowser('a while at the window', () => {
  let watched: ReadonlyMap<string, Promise<void>>;
  beforeAll(async () => {
    bridge = await startDemoBridge({ stream });
    browser = await launchChromium();
    // The same time for both: what is wrong is told where it is awaited.
    watched = new Map(protocols.map((protocol) => [protocol, watchOn(protocol)]));
    void Promise.allSettled(watched.values());
  });
  afterAll(async () => {
    await browser.close();
    await bridge.close();
  });

  test.each(protocols)('by %s both accounts see their own, and nothing stops', async (protocol) => {
    await watched.get(protocol);
  });
});
