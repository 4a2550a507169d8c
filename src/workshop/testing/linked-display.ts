/** A virtual display in a real browser, linked through the real pages. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import * as moving from '../bench/linked-display.ts';

/** Nothing of a page moves by itself: to draw that takes a quarter of a browser's time. */
const still = { reducedMotion: 'reduce' } as const;

/** As in the bench, on a display where nothing moves by itself. */
export const linkDisplay = (
  browser: Browser,
  origin: string,
  person: moving.Person,
): Promise<BrowserContext> => moving.linkDisplay(browser, origin, person, still);

/** As in the bench, on a display where nothing moves by itself. */
export const openLinkedPage = (
  browser: Browser,
  origin: string,
  person: moving.Person,
): Promise<Page> => moving.openLinkedPage(browser, origin, person, still);

/**
 * Watches one camera on a linked display, in a window of its own: what lies behind another window is
 * not drawn, so nothing plays there. The caller closes the page's context.
 */
export async function watchCamera(linked: BrowserContext, address: string): Promise<Page> {
  const browser = linked.browser();
  if (browser === null) throw new Error('the context has no browser');
  const context = await browser.newContext({ ...still, storageState: await linked.storageState() });
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** What the display tells programs: see edge/pages/display/browser/report.ts. */
export async function displayFacts(
  page: Page,
): Promise<Readonly<Record<string, string | undefined>>> {
  return page.evaluate(() => Object.fromEntries(Object.entries(document.body.dataset)));
}
