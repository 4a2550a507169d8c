/** The watch view on a telephone: nothing lies on the picture, whatever a camera is called. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { DeviceId } from '../../../identity/ids.ts';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { startDemoBridge, type DemoBridge } from '../../../workshop/testing/demo-bridge.ts';
import { linkDisplay } from '../../../workshop/testing/linked-display.ts';
import { openOperator } from '../../../workshop/testing/operator.ts';

jest.setTimeout(120_000);

describeInBrowser('the watch view, 360 px wide', () => {
  let bridge: DemoBridge;
  let browser: Browser;
  beforeAll(async () => {
    bridge = await startDemoBridge();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await bridge.close();
  });

  test('a long name ends in an ellipsis, and the bar stays off the picture', async () => {
    const [camera] = bridge.birch.cameras;
    const device = DeviceId(camera?.deviceId ?? '');
    const operator = openOperator(bridge.dataDir);
    const name = 'The front door beside the long garden wall of the house';
    await operator.register.rename(device, { name, room: 'Entrance hall of the second floor' });
    await operator.close();
    const linked = await linkDisplay(browser, bridge.origin, bridge.birch);
    const page = await linked.newPage();
    await page.setViewportSize({ width: 360, height: 640 });
    await page.goto(`${bridge.origin}/display?camera=${device}&protocol=webrtc`);
    await page.waitForSelector('body[data-state=playing][data-latency-ms]');
    expect(await page.innerText('#watch-name')).toBe(name);
    const seen = await page.evaluate(() => {
      const one = <T extends Element>(selector: string, kind: new () => T): T => {
        const found = document.querySelector(selector);
        if (!(found instanceof kind)) throw new Error(selector);
        return found;
      };
      const [title, video] = [one('#watch-name', HTMLElement), one('#picture', HTMLVideoElement)];
      const scale = video.clientWidth / video.videoWidth;
      const facts = one('.facts', HTMLElement);
      return {
        isCut: title.scrollWidth > title.clientWidth,
        ellipsis: getComputedStyle(title).textOverflow,
        bar: one('.over .choice', HTMLElement).getBoundingClientRect().bottom,
        picture: (video.clientHeight - video.videoHeight * scale) / 2,
        left: facts.getBoundingClientRect().left,
        // A fact that begins a line has its dot outside of what is seen.
        facts: [...facts.querySelectorAll('.row > span')].map(
          (fact) => fact.getBoundingClientRect().left,
        ),
        clip: getComputedStyle(facts).overflowX,
      };
    });
    expect(seen).toMatchObject({ isCut: true, ellipsis: 'ellipsis', clip: 'clip' });
    expect(seen.bar).toBeLessThan(seen.picture);
    for (const left of seen.facts) expect(left === seen.left - 21 || left > seen.left).toBe(true);
    await linked.close();
  });
});
