/** A virtual display in a browser, linked through the real pages. */
import type { Browser, BrowserContext } from 'playwright-core';

/** A browser context whose display is linked to that account. It goes with the browser. */
export async function linkDisplay(
  browser: Browser,
  origin: string,
  { email, password }: { readonly email: string; readonly password: string },
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
