/** Linking as a person does it: a phone, a keyboard, no scripts. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { listening } from '../../common/listening.ts';
import { describeInBrowser, launchChromium } from '../../workshop/testing/chromium.ts';
import { authorizePath, exchange } from '../../workshop/testing/linking-dance.ts';
import {
  openLinkingSite,
  password,
  type LinkingSite,
} from '../../workshop/testing/linking-site.ts';

jest.setTimeout(120_000);

describeInBrowser('linking at a browser', () => {
  let browser: Browser;
  let site: LinkingSite;
  let google: Server;
  let redirectUri: string;
  let appUrl: string;

  beforeAll(async () => {
    // The other side answers the redirect with one more, to another origin, as an app's does.
    google = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      response.setHeader('Content-Type', 'text/html');
      if (url.pathname === '/evil') {
        response.end(
          `<form method="post" action="${site.origin}/sign-in">
           <input name="email" value="harbour@example.net"><input name="password" value="${password}">
           <button>Win</button></form>`,
        );
        return;
      }
      if (url.pathname !== '/r/birch-home') {
        response.end('<h1>Linked</h1>');
        return;
      }
      response.statusCode = 302;
      response.setHeader('Location', `${appUrl}${url.search}`);
      response.end();
    });
    const { port } = await listening(google);
    redirectUri = `http://127.0.0.1:${String(port)}/r/birch-home`;
    appUrl = `http://localhost:${String(port)}/app`;
    site = await openLinkingSite({ redirectUri, virtualDisplay: true });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await site.close();
    google.close();
    google.closeAllConnections();
  });

  const phone = (): Promise<BrowserContext> =>
    browser.newContext({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      javaScriptEnabled: false,
    });

  const start = () => `${site.origin}${authorizePath({ redirect_uri: redirectUri })}`;

  /** Presses Tab until what is focused says `name`. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let n = 0; n < 20; n += 1) {
      await page.keyboard.press('Tab');
      if ((await page.locator(':focus').textContent())?.trim() === name) return;
    }
    throw new Error(`${name} cannot be reached by keyboard`);
  }

  async function signInByKeyboard(page: Page, secret: string): Promise<void> {
    // Focused by the page itself, once it is drawn.
    await page.locator('#email:focus').waitFor();
    await page.keyboard.type('birch@example.net');
    await page.keyboard.press('Tab');
    await page.keyboard.type(secret);
    await page.keyboard.press('Enter');
  }

  test('by keyboard alone, without scripts, a mistyped password included', async () => {
    const context = await phone();
    const page = await context.newPage();
    await page.goto(start());
    await signInByKeyboard(page, 'mistyped');
    await page.getByRole('alert').waitFor();
    // The address is still there and the password has the focus.
    await page.locator('#password:focus').waitFor();
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Link your Casement account with Google' }).waitFor();
    await tabTo(page, 'Agree and link');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Linked' }).waitFor();
    const back = new URL(page.url());
    expect(`${back.origin}${back.pathname}`).toBe(appUrl);
    expect(back.searchParams.get('state')).toBe('state of Google');
    const code = back.searchParams.get('code') ?? '';
    const reply = await exchange(site, code, { redirect_uri: redirectUri });
    expect(reply.status).toBe(200);
    await context.close();
  });

  test('Cancel goes back with the answer', async () => {
    const context = await phone();
    const page = await context.newPage();
    await page.goto(start());
    await signInByKeyboard(page, password);
    await page.getByRole('button', { name: 'Cancel' }).tap();
    await page.waitForURL(`${appUrl}?error=access_denied&state=state%20of%20Google`);
    await context.close();
  });

  test('every page fits a phone, and everything to touch is large enough', async () => {
    const context = await phone();
    const page = await context.newPage();
    const paths = ['/', '/sign-in', authorizePath({ redirect_uri: redirectUri }), '/account'];
    await page.goto(start());
    await signInByKeyboard(page, password);
    await page.getByRole('heading', { name: 'Link your Casement account' }).waitFor();
    for (const path of paths) {
      await page.goto(`${site.origin}${path}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      for (const target of await page.locator('button, input:not([type=hidden]), .button').all()) {
        expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(48);
      }
    }
    await context.close();
  });

  test('a form on another site signs nobody in', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(new URL('/evil', redirectUri).href);
    const answer = page.waitForResponse(`${site.origin}/sign-in`);
    await page.getByRole('button').click();
    expect((await answer).status()).toBe(403);
    expect(await context.cookies(site.origin)).toEqual([]);
    await context.close();
  });

  test('the cookie is out of reach of scripts, and no page breaks its own policy', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(start());
    await signInByKeyboard(page, password);
    await page.getByRole('heading', { name: 'Link your Casement account' }).waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.goto(`${site.origin}/account`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${site.origin}/`);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
