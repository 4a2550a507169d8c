/**
 * Every page of the bridge, by day and by night, on three displays: whether its text can be read. A page is loaded
 * once and looked at in every size and scheme: each is a matter of its stylesheet.
 *
 * @takes 30 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../workshop/testing/chromium.ts';
import { type DemoBridge, startDemoBridge } from '../../workshop/testing/demo-bridge.ts';
import { measureContrast } from '../../workshop/testing/contrast.ts';

jest.setTimeout(120_000);

/** WCAG 2.2, 1.4.3, for text of any size. */
const enough = 4.5;
const schemes = ['light', 'dark'] as const;
const sizes = {
  phone: { width: 390, height: 780 },
  hub: { width: 1024, height: 600 },
  desktop: { width: 1440, height: 900 },
};

describeInBrowser('what stands on a page can be read', () => {
  let bridge: DemoBridge;
  let browser: Browser;
  let desk: Page;
  /** Of a browser on which nobody has signed in. */
  let stranger: Page;
  /** Of one whose display is linked. */
  let linked: Page;
  let consent: string;

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce', bypassCSP: true });
    return context.newPage();
  }

  /** Links the display of this page; returns the address of the page that asked for consent. */
  async function link(page: Page): Promise<string> {
    const owner = bridge.birch;
    await page.goto(`${bridge.origin}/display`);
    await page.click('button.primary');
    await page.fill('#email', owner.email);
    await page.fill('#password', owner.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('button[value=agree]');
    const asked = page.url();
    await page.click('button[value=agree]');
    await page.waitForSelector('.tile-state:not(:empty)');
    return asked;
  }

  beforeAll(async () => {
    bridge = await startDemoBridge();
    browser = await launchChromium();
    desk = await browser.newPage();
    stranger = await newPage();
    linked = await newPage();
    consent = await link(linked);
  });
  afterAll(async () => {
    await browser.close();
    await bridge.close();
  });

  /** Returns what cannot be read on the page as it stands, on any display. */
  async function poorOn(page: Page): Promise<string[]> {
    const poor: string[] = [];
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      for (const scheme of schemes) {
        await page.emulateMedia({ colorScheme: scheme });
        const measured = await measureContrast(desk, page);
        if (measured.length === 0) poor.push(`${size}, ${scheme}: there is no text`);
        for (const { text, ratio } of measured) {
          if (ratio < enough) poor.push(`${size}, ${scheme}: ${text}: ${ratio}`);
        }
      }
    }
    return poor;
  }

  type Open = (page: Page, origin: string) => Promise<unknown>;
  const at =
    (path: string): Open =>
    (page, origin) =>
      page.goto(origin + path);
  const tiles: Open = async (page, origin) => {
    await page.goto(`${origin}/display`);
    await page.waitForSelector('.tile-state:not(:empty)');
  };

  test.each<[string, Open]>([
    ['landing', at('/')],
    ['nothing', at('/nothing-here')],
    ['sign-in', at('/sign-in')],
    [
      'wrong password',
      async (page, origin) => {
        await page.goto(`${origin}/sign-in`);
        await page.fill('#email', 'nobody@example.net');
        await page.fill('#password', 'wrong password');
        await page.keyboard.press('Enter');
        await page.waitForSelector('#problem');
      },
    ],
    ['unlinked', at('/display')],
  ])('to one who has not signed in: %s', async (_, open) => {
    await open(stranger, bridge.origin);
    expect(await poorOn(stranger)).toEqual([]);
  });

  test.each<[string, Open]>([
    ['consent', (page) => page.goto(consent)],
    ['account', at('/account')],
    ['tiles', tiles],
    [
      'tiles that are offline, one with a long name',
      async (page, origin) => {
        // Its answers, as a bridge would give them whose cameras are off.
        await page.route('**/display/api/query', (route) =>
          route.fulfill({ json: { online: {} } }),
        );
        await page.route('**/display/api/sync', async (route) => {
          const answer = await route.fetch();
          const json = (await answer.json()) as { cameras: { name: string }[] };
          for (const camera of json.cameras.slice(0, 1)) {
            camera.name = 'The long driveway behind the old barn, towards the river gate';
          }
          await route.fulfill({ json });
        });
        await tiles(page, origin);
        await page.waitForSelector('.tile.offline');
      },
    ],
    [
      'the question before unlinking',
      async (page, origin) => {
        await tiles(page, origin);
        await page.click('#unlink');
      },
    ],
    [
      'a camera that is not here',
      async (page, origin) => {
        await page.goto(`${origin}/display?camera=nobody`);
        await page.waitForSelector('body[data-state=failed]');
      },
    ],
  ])('to one who has: %s', async (_, open) => {
    await open(linked, bridge.origin);
    const poor = await poorOn(linked);
    await linked.unrouteAll();
    expect(poor).toEqual([]);
  });
});
