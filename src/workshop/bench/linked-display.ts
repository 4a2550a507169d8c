/** A virtual display in a browser, linked through the real pages. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** Whose display it is to be. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** A page that shows the tiles of a display, linked to that account in a browser context of its own. */
export async function openLinkedPage(
  browser: Browser,
  origin: string,
  { email, password }: Person,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const viewport = { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport, ...options });
  const page = await context.newPage();
  await page.goto(`${origin}/display`);
  await page.click('button:has-text("Link this display")');
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', password);
  await page.click('button:has-text("Sign in")');
  await page.click('button[value=agree]');
  await page.waitForSelector('.tile-state:not(:empty)');
  return page;
}

/** A browser context whose display is linked to that account. It goes with the browser. */
export async function linkDisplay(
  browser: Browser,
  origin: string,
  person: Person,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const page = await openLinkedPage(browser, origin, person, options);
  await page.close();
  return page.context();
}
