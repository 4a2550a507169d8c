/**
 * What the virtual display says once its picture no longer moves, and how soon it learns of an end.
 *
 * @takes 50 s
 */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { simulateCameras, type SimulatedSite } from '../../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../../simulator/clips/clip.ts';
import { createSwitch } from '../../../wall/operator/switch.ts';
import { describeInBrowser, launchChromium } from '../../../workshop/testing/chromium.ts';
import { startDemoBridge, type DemoBridge } from '../../../workshop/testing/demo-bridge.ts';
import { displayFacts, openLinkedPage } from '../../../workshop/testing/linked-display.ts';
import {
  openOperator,
  type NewAccount,
  type Operator,
} from '../../../workshop/testing/operator.ts';

jest.setTimeout(120_000);

let site: SimulatedSite;
let bridge: DemoBridge;
let operator: Operator;
let browser: Browser;
let owner: NewAccount;
/** The one page of a linked display, in a window of its own. */
let page: Page;
/** What a test has changed, to be changed back. */
const undo: (() => Promise<unknown>)[] = [];

async function watching(protocol: string): Promise<void> {
  await page.goto(`${bridge.origin}/display?camera=${owner.device}&protocol=${protocol}`);
  await page.waitForSelector('body[data-state=playing][data-latency-ms]');
}

describeInBrowser('a picture that stands still', () => {
  beforeAll(async () => {
    const clip = clipOf(loadClips(), 'birch/garden');
    site = await simulateCameras([
      { clip, path: '/one', serial: 'one' },
      { clip, path: '/two', serial: 'two' },
    ]);
    bridge = await startDemoBridge();
    operator = openOperator(bridge.dataDir);
    browser = await launchChromium();
    owner = await operator.settle('still', site.cameras[0]?.url ?? '');
    page = await openLinkedPage(browser, bridge.origin, owner);
  });
  const linkAnew = async () => {
    await page.context().close();
    page = await openLinkedPage(browser, bridge.origin, owner);
  };
  afterAll(async () => {
    await browser.close();
    await operator.close();
    await bridge.close();
    await site.close();
  });
  afterEach(async () => {
    await page.context().setOffline(false);
    await page.unrouteAll();
    // What plays on would be a viewer of the next test's.
    await page.goto(`${bridge.origin}/nothing-here`);
    await site.cameras[0]?.behave();
    for (const back of undo.splice(0)) await back();
  });

  const facts = () => page.locator('.facts');

  test('says for how long, and nothing of “Live” or how far behind, until it moves again', async () => {
    await watching('webrtc');
    expect(await facts().innerText()).toMatch(/^Live\W+WebRTC[^]*about \d/);
    await site.cameras[0]?.misbehave({ freeze: true });
    await page.waitForSelector('body[data-state=stalled][data-still-s]:not([data-latency-ms])');
    expect(await facts().innerText()).toMatch(/^Not live for \d+ s\W+WebRTC/);
    expect(await facts().innerText()).not.toContain('about');
    // On a telephone it takes the width that there is, and hides no more of the picture than it must.
    const size = page.viewportSize();
    await page.setViewportSize({ width: 360, height: 640 });
    undo.push(async () => size && page.setViewportSize(size));
    expect((await page.locator('.still-note').boundingBox())?.width).toBeGreaterThan(200);
    await site.cameras[0]?.behave();
    await page.waitForSelector('body[data-state=playing][data-latency-ms]:not([data-still-s])');
    expect(await facts().innerText()).toMatch(/^Live\W+WebRTC/);
  });

  const suspended = () => ({ of: 'device', device: owner.device }) as const;
  const source = (at: number) => ({
    stream: site.cameras[at]?.url ?? '',
    transport: 'tcp' as const,
    alwaysWarm: false,
  });
  const turns: readonly [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    [
      'a suspension',
      () => createSwitch(operator.store, Date.now).suspend(suspended()),
      () => createSwitch(operator.store, Date.now).resume(suspended()),
    ],
    [
      'another source',
      () => operator.register.setSource(owner.device, source(1)),
      () => operator.register.setSource(owner.device, source(0)),
    ],
  ];
  test.each(turns)('%s is told by the bridge, before WebRTC notices', async (_name, turn, back) => {
    await watching('webrtc');
    // What ICE and DTLS would tell by themselves, seconds later, is not heard here.
    await page.evaluate(() => {
      for (const name of ['connectionState', 'iceConnectionState']) {
        Object.defineProperty(RTCPeerConnection.prototype, name, { get: () => 'connected' });
      }
      Object.defineProperty(RTCDtlsTransport.prototype, 'state', { get: () => 'connected' });
    });
    const asked = page.waitForRequest((request) => /"state"/.test(request.postData() ?? ''));
    await turn();
    undo.push(back);
    expect((await (await asked).response())?.status()).toBe(404);
    await page.waitForSelector('body[data-state=ended][data-error=streamUnavailable]');
    // It was told: after 20 s it would have given up.
    expect(Number((await displayFacts(page))['stillS'])).toBeLessThan(19);
    expect(await facts().isHidden()).toBe(true);
    expect(await page.getByText('Live').isVisible()).toBe(false);
  });

  test('a bridge that is gone is told as that', async () => {
    await watching('webrtc');
    await page.context().setOffline(true);
    await site.cameras[0]?.misbehave({ freeze: true });
    await page.waitForSelector('body[data-state=ended][data-error=unreachable]');
    expect(await page.innerText('#sorry-title')).toBe('The bridge cannot be reached');
  });

  test.each(['webrtc', 'hls'])(
    'so it is where a proxy answers for it, over %s',
    async (protocol) => {
      await watching(protocol);
      await page.route('**', (route) => route.fulfill({ status: 502 }));
      await site.cameras[0]?.misbehave({ freeze: true });
      await page.waitForSelector('body[data-state=ended][data-error=unreachable]');
    },
  );

  test.each(['webrtc', 'hls'])(
    'a linking that is over is told as that, over %s',
    async (protocol) => {
      await watching(protocol);
      await operator.store.of(owner.account).revokeGrants();
      undo.push(linkAnew);
      await page.waitForSelector('body[data-state=ended][data-error=relinkRequired]');
      await page.click('#again');
      await page.waitForURL((url) => url.pathname !== '/display' || url.search === '');
    },
  );

  test('of a camera that does not answer nothing is told as live', async () => {
    await site.cameras[0]?.misbehave({ refuse: true });
    await page.goto(`${bridge.origin}/display?camera=${owner.device}`);
    await page.waitForSelector('body[data-state=failed]');
    expect(await page.locator('#told').getAttribute('hidden')).not.toBeNull();
  });
});
