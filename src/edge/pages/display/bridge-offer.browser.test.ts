/**
 * A bridge configured to make the WebRTC offer itself, and to name ICE servers.
 *
 * @takes 28 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { removeFolder, scratchFolder } from '../../../workshop/testing/scratch-folder.ts';
import { startBridge } from '../../../bridge/bridge.ts';
import type { Bridge } from '../../../bridge/bridge.ts';
import { readConfig } from '../../../bridge/config/config.ts';
import type { Config } from '../../../bridge/config/config.ts';
import { createLog } from '../../../common/log.ts';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import {
  displayFacts,
  linkDisplay,
  watchCamera,
} from '../../../workshop/testing/linked-display.ts';

jest.setTimeout(120_000);

describeInBrowser('the virtual display', () => {
  let browser: Browser;
  let folder: string;
  let bridge: Bridge | undefined;

  beforeAll(async () => {
    browser = await launchChromium();
    folder = scratchFolder('display');
  });
  afterAll(async () => {
    await browser.close();
    await bridge?.close();
    removeFolder(folder);
  });

  // Nothing answers there: gathering must not wait for it for ever.
  const iceServers = [{ urls: 'stun:127.0.0.1:9' }];
  const usual: Config['webrtc'] = { udpPort: 0, addresses: [], iceServers: [], offerBy: 'display' };

  test.each([
    ['answers an offer of the bridge', { ...usual, offerBy: 'bridge' as const }, 'answer'],
    ['offers with the ICE servers of the bridge', { ...usual, iceServers }, 'offer'],
  ])('%s', async (_name, webrtc, action) => {
    await bridge?.close();
    const config = { ...readConfig({ PORT: '0', DATA_DIR: folder }), webrtc };
    bridge = await startBridge(config, createLog('silent'));
    const { origin } = bridge;
    const birch = bridge.demo?.accounts.find(({ name }) => name === 'Birch');
    const [camera] = birch?.cameras ?? [];
    if (birch === undefined || camera === undefined) throw new Error('no Birch in the demo');
    const linked = await linkDisplay(browser, origin, birch);
    const page = await watchCamera(linked, `${origin}/display`);
    const signal = page.waitForRequest((request) => request.postData()?.includes('"sdp"') === true);
    await page.click('.home .choice label:has-text("WebRTC")');
    await page.click(`.tile[data-device="${camera.deviceId}"]`);
    expect((await signal).postData()).toContain(`"action":"${action}"`);
    await page.waitForSelector('body[data-stamp]');
    expect(await displayFacts(page)).toMatchObject({ protocol: 'webrtc', stamp: camera.stamp });
    await page.context().close();
    await linked.close();
  });
});
