/** Two people, one Chromium, two tabs: each links the account that stood on the page. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { listening } from '../../common/listening.ts';
import { describeInBrowser, launchChromium } from '../testing/chromium.ts';
import { authorizePath, exchange, userInfo } from '../testing/linking-dance.ts';
import { openLinkingSite, password, type LinkingSite } from '../testing/linking-site.ts';

jest.setTimeout(120_000);

const birch = 'birch@example.net';
const harbour = 'harbour@example.net';

describeInBrowser('two people at one browser', () => {
  let browser: Browser;
  let site: LinkingSite;
  let google: Server;
  let redirectUri: string;
  let window: BrowserContext;

  beforeAll(async () => {
    google = createServer((_request, response) => void response.end('Back at Google'));
    const { port } = await listening(google);
    redirectUri = `http://127.0.0.1:${String(port)}/r/birch-home`;
    site = await openLinkingSite({ redirectUri });
    browser = await launchChromium();
    window = await browser.newContext();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    google.close();
    google.closeAllConnections();
  });

  const start = (state: string): string =>
    `${site.origin}${authorizePath({ redirect_uri: redirectUri, state })}`;

  async function signIn(page: Page, email: string): Promise<void> {
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByText(email).waitFor();
  }

  const agree = (page: Page): Promise<void> =>
    page.getByRole('button', { name: 'Agree and link' }).click();

  /** Whose the token is for the code that came back to this tab. */
  async function linkedAs(page: Page, state: string): Promise<string> {
    await page.getByText('Back at Google').waitFor();
    const back = new URL(page.url());
    expect(back.searchParams.get('state')).toBe(state);
    const code = back.searchParams.get('code') ?? '';
    const { body } = await exchange(site, code, { redirect_uri: redirectUri });
    const told = await userInfo(site, String(body['access_token']));
    return ((await told.json()) as { sub: string }).sub;
  }

  test('who agrees on a page of before is shown whose account it is now, and asked anew', async () => {
    const [first, second] = [await window.newPage(), await window.newPage()];
    await first.goto(start('first'));
    await signIn(first, birch);
    await second.goto(start('second'));
    await second.getByRole('link', { name: 'Use another account' }).click();
    await signIn(second, harbour);
    // The first tab still shows Birch's page; by now Harbour is signed in.
    await agree(first);
    await first.getByRole('alert').waitFor();
    await first.getByText(harbour).waitFor();
    expect(await first.getByText(birch).count()).toBe(0);
    await agree(second);
    expect(await linkedAs(second, 'second')).toBe(site.harbour);
    // Asked anew, and answered by whoever is named there.
    await agree(first);
    expect(await linkedAs(first, 'first')).toBe(site.harbour);
    await Promise.all([first.close(), second.close()]);
  });

  test('the back button brings back the page, not the sign-in under which it was shown', async () => {
    const page = await window.newPage();
    await page.goto(start('before'));
    await page.getByRole('link', { name: 'Use another account' }).click();
    await signIn(page, birch);
    await agree(page);
    expect(await linkedAs(page, 'before')).toBe(site.birch);
    const other = await window.newPage();
    await other.goto(`${site.origin}/account`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.goto(start('after'));
    await signIn(other, harbour);
    await page.goBack();
    // From Chromium's memory, or asked for again: either way the tab says whose account it is.
    const shown = (await page.getByText(birch).count()) > 0 ? birch : harbour;
    await agree(page);
    if (shown === birch) {
      await page.getByRole('alert').waitFor();
      await agree(page);
    }
    expect(await linkedAs(page, 'before')).toBe(site.harbour);
  });
});
