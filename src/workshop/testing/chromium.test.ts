import { expect, test } from '@jest/globals';
import { describeInBrowser, findChromium, launchChromium } from './chromium.ts';

test('a path that leads nowhere is no Chromium', () => {
  expect(findChromium({ CHROMIUM: '/nowhere/chromium' })).toBeUndefined();
});

test('the named one is taken', () => {
  expect(findChromium({ CHROMIUM: process.execPath })).toBe(process.execPath);
});

describeInBrowser('a launched Chromium', () => {
  test('runs a page and leaves when it is closed', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage();
    expect(await page.evaluate(() => 6 * 7)).toBe(42);
    await browser.close();
    expect(browser.isConnected()).toBe(false);
  });
});
