/** A virtual display in a real browser, linked through the real pages. */
import type { BrowserContext, Page } from 'playwright-core';

export { linkDisplay, openLinkedPage } from '../bench/linked-display.ts';

/**
 * Watches one camera on a linked display, in a window of its own: what lies behind another window is
 * not drawn, so nothing plays there. The caller closes the page's context.
 */
export async function watchCamera(linked: BrowserContext, address: string): Promise<Page> {
  const browser = linked.browser();
  if (browser === null) throw new Error('the context has no browser');
  const context = await browser.newContext({ storageState: await linked.storageState() });
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
