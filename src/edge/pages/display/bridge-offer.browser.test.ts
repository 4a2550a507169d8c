/**
 * A bridge configured to make the WebRTC offer itself, and to name ICE servers.
 *
 * @takes 28 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Config } from '../../../bridge/config/config.ts';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { type DemoBridge, startDemoBridge } from '../../../workshop/testing/demo-bridge.ts';
import {
  displayFacts,
  linkDisplay,
  watchCamera,
} from '../../../workshop/testing/linked-display.ts';

jest.setTimeout(120_000);

describeInBrowser('the virtual display', () => {
  let browser: Browser;
  let bridge: DemoBridge | undefined;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await bridge?.close();
  });

  // Nothing answers there: gathering must not wait for it for ever.
  const iceServers = [{ urls: 'stun:127.0.0.1:9' }];
  const usual: Config['webrtc'] = { udpPort: 0, addresses: [], iceServers: [], offerBy: 'display' };

  test.each([
    ['answers an offer of the bridge', { ...usual, offerBy: 'bridge' as const }, 'answer'],
    ['offers with the ICE servers of the bridge', { ...usual, iceServers }, 'offer'],
  ])('%s', async (_name, webrtc, action) => {
    await bridge?.close();
    bridge = await startDemoBridge({ webrtc });
    const { origin, birch } = bridge;
    const [camera] = birch.cameras;
    if (camera === undefined) throw new Error('Birch has no camera');
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
