/**
 * Every page of the bridge, by day and by night, on three displays: whether its text can be read.
 *
 * @takes 53 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { startBridge, type Bridge } from '../../bridge/bridge.ts';
import { readConfig } from '../../bridge/config/config.ts';
import { createLog } from '../../common/log.ts';
import { describeInBrowser, launchChromium } from '../../workshop/testing/chromium.ts';
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
const displays = schemes.flatMap((scheme) =>
  Object.entries(sizes).map(([size, viewport]) => ({ scheme, size, viewport })),
);

describeInBrowser('what stands on a page can be read', () => {
  let folder: string;
  let bridge: Bridge;
  let browser: Browser;
  let desk: Page;
  beforeAll(async () => {
    folder = scratchFolder('contrast');
    const config = readConfig({ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' });
    bridge = await startBridge(config, createLog(config.logLevel));
    browser = await launchChromium();
    desk = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await bridge.close();
    removeFolder(folder);
  });

  async function look(page: Page, name: string, open: (page: Page) => Promise<unknown>) {
    await open(page);
    const measured = await measureContrast(desk, page);
    await page.unrouteAll();
    expect([name, measured.length]).not.toEqual([name, 0]);
    return measured
      .filter(({ ratio }) => ratio < enough)
      .map(({ text, ratio }) => `${name}: ${text}: ${ratio}`);
  }

  test.each(displays)('$size, $scheme', async ({ scheme, viewport }) => {
    const { origin } = bridge;
    const [owner] = bridge.demo?.accounts ?? [];
    if (owner === undefined) throw new Error('no household in the demo');
    const still = {
      colorScheme: scheme,
      viewport,
      reducedMotion: 'reduce',
      bypassCSP: true,
    } as const;
    const context = await browser.newContext(still);
    const seen = await context.newPage();
    const poor: string[] = [];
    const see = async (name: string, open: (page: Page) => Promise<unknown>) => {
      poor.push(...(await look(seen, name, open)));
    };

    await see('landing', (page) => page.goto(origin));
    await see('nothing', (page) => page.goto(`${origin}/nothing-here`));
    await see('sign-in', (page) => page.goto(`${origin}/sign-in`));
    await see('wrong password', async (page) => {
      await page.goto(`${origin}/sign-in`);
      await page.fill('#email', 'nobody@example.net');
      await page.fill('#password', 'wrong password');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#problem');
    });
    await see('unlinked', (page) => page.goto(`${origin}/display`));

    const linking = await context.newPage();
    await linking.goto(`${origin}/display`);
    await linking.click('button.primary');
    await linking.fill('#email', owner.email);
    await linking.fill('#password', owner.password);
    await linking.keyboard.press('Enter');
    await linking.waitForSelector('button[value=agree]');
    const consent = linking.url();
    await linking.click('button[value=agree]');
    await linking.waitForSelector('.tile-state:not(:empty)');
    await linking.close();

    await see('consent', (page) => page.goto(consent));
    await see('account', (page) => page.goto(`${origin}/account`));
    const tiles = async (page: Page) => {
      await page.goto(`${origin}/display`);
      await page.waitForSelector('.tile-state:not(:empty)');
    };
    await see('tiles', tiles);
    await see('tiles that are offline, one with a long name', async (page) => {
      // Its answers, as a bridge would give them whose cameras are off.
      await page.route('**/display/api/query', (route) => route.fulfill({ json: { online: {} } }));
      await page.route('**/display/api/sync', async (route) => {
        const answer = await route.fetch();
        const json = (await answer.json()) as { cameras: { name: string }[] };
        for (const camera of json.cameras.slice(0, 1)) {
          camera.name = 'The long driveway behind the old barn, towards the river gate';
        }
        await route.fulfill({ json });
      });
      await tiles(page);
      await page.waitForSelector('.tile.offline');
    });
    await see('the question before unlinking', async (page) => {
      await tiles(page);
      await page.click('#unlink');
    });
    await see('a camera that is not here', async (page) => {
      await page.goto(`${origin}/display?camera=nobody`);
      await page.waitForSelector('body[data-state=failed]');
    });
    await context.close();
    expect(poor).toEqual([]);
  });
});
