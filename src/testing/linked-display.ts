/** A virtual display in a real browser, linked through the real pages. */
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Who signs in: an account of `demo.json` fits. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A browser context whose display is linked to that account. The caller closes it. */
export async function linkDisplay(
  browser: Browser,
  origin: string,
  { email, password }: Credentials,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${origin}/display`);
  await page.click('button:has-text("Link this display")');
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', password);
  await page.click('button:has-text("Sign in")');
  await page.click('button[value=agree]');
  await page.waitForSelector('.tile-state:not(:empty)');
  await page.close();
  return context;
}

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

/** What the display tells programs: see pages/display/browser/report.ts. */
export async function displayFacts(
  page: Page,
): Promise<Readonly<Record<string, string | undefined>>> {
  return page.evaluate(() => Object.fromEntries(Object.entries(document.body.dataset)));
}
