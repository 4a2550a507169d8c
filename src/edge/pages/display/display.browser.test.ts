/**
 * The whole path: link, list, ask, decode, in a real browser, from the demo's own cameras. Two displays are linked once
 * and go from test to test; only what ends a linking has one of its own.
 *
 * @takes 50 s
 */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import {
  type DemoAccount,
  type DemoBridge,
  startDemoBridge,
} from '../../../workshop/testing/demo-bridge.ts';
import {
  displayFacts,
  openLinkedPage,
  watchCamera,
} from '../../../workshop/testing/linked-display.ts';

let bridge: DemoBridge;
let browser: Browser;
/** The one page of each linked display, in a window of its own. */
let birch: Page;
let harbour: Page;

const linkedPage = (owner: DemoAccount): Promise<Page> =>
  openLinkedPage(browser, bridge.origin, owner);

const addressOf = (deviceId: string, protocol: string): string =>
  `${bridge.origin}/display?camera=${deviceId}&protocol=${protocol}`;

// A busy machine starts browsers slowly; nothing here measures time.
jest.setTimeout(120_000);

describeInBrowser('the virtual display', () => {
  beforeAll(async () => {
    bridge = await startDemoBridge();
    browser = await launchChromium();
    birch = await linkedPage(bridge.birch);
    harbour = await linkedPage(bridge.harbour);
  });
  afterEach(async () => {
    await birch.context().unrouteAll();
    // What plays beside the next test would slow it.
    for (const page of [birch, harbour]) await page.goto(`${bridge.origin}/nothing-here`);
  });
  afterAll(async () => {
    await browser.close();
    await bridge.close();
  });

  describe.each(['webrtc', 'hls'])('by %s', (protocol) => {
    test('two households at once see their own look-alike cameras', async () => {
      const displays = [
        { page: birch, owner: bridge.birch },
        { page: harbour, owner: bridge.harbour },
      ];
      for (const name of ['Front door', 'Garden']) {
        await Promise.all(
          displays.map(async ({ page, owner }) => {
            const camera = owner.cameras.find((one) => one.name === name);
            await page.goto(addressOf(camera?.deviceId ?? '', protocol));
            await page.waitForSelector('body[data-stamp][data-latency-ms], body[data-error]');
            const seen = await displayFacts(page);
            expect(seen).toMatchObject({ protocol, stamp: camera?.stamp });
            expect(Number(seen['frames'])).toBeGreaterThan(0);
            expect(Number(seen['firstFrameMs'])).toBeGreaterThan(0);
          }),
        );
      }
    });
  });

  test('a tile opens its camera, Escape and the browser’s Back return to the tiles', async () => {
    const owner = bridge.birch;
    const page = birch;
    await page.goto(`${bridge.origin}/display`);
    const { deviceId } = owner.cameras[0] ?? { deviceId: '' };
    await page.focus(`.tile[data-device="${deviceId}"]`);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`body[data-state=playing][data-camera="${deviceId}"]`);
    expect(await page.title()).toBe('Front door · Casement');
    expect(await page.getByRole('main').getByRole('heading', { level: 1 }).innerText()).toContain(
      'Front door',
    );
    const ended = page.waitForRequest((request) => /"action":"end"/.test(request.postData() ?? ''));
    await page.keyboard.press('Escape');
    await ended;
    await page.waitForSelector('body[data-state=home]:not([data-camera])');
    expect(await page.title()).toBe('Casement display');
    await page.goBack();
    await page.waitForSelector('body[data-state=playing]');
    await page.goBack();
    await page.waitForSelector('body[data-state=home]');
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('data-device'));
    expect(focused).toBe(deviceId);
  });

  test('arrow keys go from tile to tile', async () => {
    const page = harbour;
    await page.goto(`${bridge.origin}/display`);
    await page.focus('.tile:first-child');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.matches('.tile:nth-child(2)'))).toBe(
      true,
    );
  });

  test('another household’s camera is not here, in words', async () => {
    const foreign = bridge.harbour.cameras[0]?.deviceId ?? '';
    const page = birch;
    await page.goto(addressOf(foreign, 'auto'));
    await page.waitForSelector('body[data-state=failed][data-error=deviceNotFound]');
    expect(await page.innerText('#sorry-title')).toBe('This camera is not here');
    expect(await displayFacts(page)).not.toHaveProperty('firstFrameMs');
  });

  test.each(['webrtc', 'hls'])('unlinking ends what plays by %s', async (protocol) => {
    const owner = bridge.birch;
    const other = await linkedPage(owner);
    const page = await watchCamera(
      other.context(),
      addressOf(owner.cameras[0]?.deviceId ?? '', protocol),
    );
    await page.waitForSelector('body[data-state=playing]');
    await other.click('#unlink');
    await other.click('#unlink-yes');
    await other.waitForSelector('body[data-state=unlinked]');
    await page.waitForSelector('body[data-state=ended][data-error=relinkRequired]');
    expect(await page.innerText('#sorry-title')).toBe('This display is no longer linked');
    await page.click('#again');
    await page.waitForSelector('body[data-state=unlinked]');
    await page.context().close();
    await other.context().close();
  });

  test('a camera that burns no watermark into its pictures is not told to lack one', async () => {
    const owner = bridge.birch;
    const page = birch;
    await page.context().route('**/display/app/stamp-worker.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `onmessage = () => postMessage('');`,
      }),
    );
    await page.goto(addressOf(owner.cameras[0]?.deviceId ?? '', 'hls'));
    await page.waitForSelector('body[data-state=playing][data-stamp=""]');
    expect(await page.locator('#seal').isVisible()).toBe(false);
  });

  test('with reduced motion nothing moves, what CSS draws of itself included', async () => {
    const page = birch;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${bridge.origin}/display`);
    await page.click('.tile');
    await page.waitForSelector('body[data-state=playing]');
    const moving = () => document.getAnimations().map((one) => (one as CSSAnimation).animationName);
    expect(await page.evaluate(moving)).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await page.evaluate(moving)).toContain('beat');
    await page.emulateMedia({ reducedMotion: 'reduce' });
  });

  test('signing out ends what this browser’s display plays', async () => {
    const owner = bridge.birch;
    const account = await linkedPage(owner);
    const page = await watchCamera(
      account.context(),
      addressOf(owner.cameras[0]?.deviceId ?? '', 'hls'),
    );
    await page.waitForSelector('body[data-state=playing]');
    await account.goto(`${bridge.origin}/account`);
    await account.click('button:has-text("Sign out")');
    await page.waitForSelector('body[data-state=ended][data-error=relinkRequired]');
    await account.goto(`${bridge.origin}/display`);
    await account.waitForSelector('body[data-state=unlinked]');
    await page.context().close();
    await account.context().close();
  });

  test('no page breaks its own content security policy', async () => {
    const page = harbour;
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${bridge.origin}/display`);
    await page.click('.tile');
    await page.waitForSelector('body[data-stamp]');
    expect(complaints).toEqual([]);
  });
});
