import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultGuessLimits } from './guesses.ts';
import { hidden, type Jar } from '../../workshop/testing/cookie-jar.ts';
import { link, refresh } from '../../workshop/testing/linking-dance.ts';
import { newEmail } from '../../identity/email.ts';
import { newAccountId } from '../../identity/ids.ts';
import {
  openLinkingSite,
  password,
  type LinkingSite,
} from '../../workshop/testing/linking-site.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let site: LinkingSite;
beforeAll(async () => {
  site = await openLinkingSite({ virtualDisplay: true });
});
afterAll(() => site.close());

const birch = { email: 'birch@example.net', password };

function expectPageHeaders(headers: Headers): void {
  expect(headers.get('cache-control')).toBe('private, no-store');
  expect(headers.get('vary')).toBe('Cookie');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  const policy = headers.get('content-security-policy') ?? '';
  for (const rule of [
    "default-src 'none'",
    "style-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toMatch(/unsafe|script-src/);
}

describe('signing in', () => {
  test('gives a cookie and goes to where one was going', async () => {
    const browser = site.browser();
    const answer = await browser.post('/sign-in', { ...birch, return_to: '/account?x=1' });
    expect([answer.status, answer.location]).toEqual([303, '/account?x=1']);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^casement=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200, casement-device=/,
    );
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const account = await browser.get('/account');
    expect(account.status).toBe(200);
    expectPageHeaders(account.headers);
  });

  test('takes the address in any case, with blanks around', async () => {
    const email = ' Birch@Example.NET ';
    expect((await site.browser().post('/sign-in', { email, password })).location).toBe('/account');
  });

  test('takes an address in any form, also one from before addresses had one', async () => {
    const { store } = site.house;
    const kept = await store.directory.byEmail(birch.email);
    const passwordHash = kept?.passwordHash ?? '';
    const account = (email: string) => ({
      id: newAccountId(),
      name: 'X',
      email,
      passwordHash,
      createdAt: 1,
    });
    const older = 'ane\u0301@example.net';
    await store.operator.accounts.add(account(older));
    await store.operator.accounts.add(account('ren\u00e9@example.net'));
    const sigma = 'a\u03f9b@example.net';
    await store.operator.accounts.add(account(newEmail(sigma)));
    for (const email of [
      older,
      'ren\u00e9@example.net',
      'RENE\u0301@example.net',
      '\uff52ené@example.net',
      // Brought to one form, which is not that of its lower case.
      sigma,
    ]) {
      const answer = await site.browser().post('/sign-in', { email, password });
      expect([email, answer.status]).toEqual([email, 303]);
    }
  });

  test('answers a wrong password and an unknown address alike', async () => {
    const wrong = await site.browser().post('/sign-in', { ...birch, password: 'no' });
    const unknown = await site
      .browser()
      .post('/sign-in', { email: 'nobody@example.net', password });
    expect([wrong.status, unknown.status]).toEqual([403, 403]);
    expect(wrong.headers.get('set-cookie')).toBeNull();
    expectPageHeaders(wrong.headers);
    expect(wrong.text).toContain('role="alert"');
    expect(wrong.text.replaceAll('birch@', 'nobody@')).toBe(unknown.text);
  });

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example'])(
    'goes home instead of %j',
    async (elsewhere) => {
      const answer = await site.browser().post('/sign-in', { ...birch, return_to: elsewhere });
      expect(answer.location).toBe('/account');
      const page = await site.browser().get(`/sign-in?return_to=${encodeURIComponent(elsewhere)}`);
      expect(hidden(page.text, 'return_to')).toBe('/account');
    },
  );

  test('is refused when another site sent the form', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { origin: 'https://evil.example' },
    ]) {
      const answer = await site.browser().post('/sign-in', birch, headers);
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
      expect(answer.text).toContain(site.origin);
    }
  });

  test('never goes on with a cookie that was there before', async () => {
    const browser = await site.signedIn(birch.email);
    const before = browser.cookie;
    await browser.post('/sign-in', birch);
    expect(browser.cookie).not.toBe(before);
    const thief = site.browser();
    thief.cookie = before;
    expect((await thief.get('/account')).status).toBe(302);
  });

  test('lasts twelve hours', async () => {
    const browser = await site.signedIn(birch.email);
    site.house.time.wall += 12 * 3_600_000 - 1;
    expect((await browser.get('/account')).status).toBe(200);
    site.house.time.wall += 1;
    expect((await browser.get('/account')).location).toBe('/sign-in?return_to=%2Faccount');
    site.house.time.wall -= 12 * 3_600_000;
  });
});

test('too many guesses are stopped, for that address only, and nobody is thrown out', async () => {
  const limited = await openLinkingSite({
    guessLimits: { ...defaultGuessLimits, perEmail: 2, perAddress: 50, windowSeconds: 600 },
  });
  try {
    const inside = await limited.signedIn(birch.email);
    for (const email of [birch.email, 'nobody@example.net']) {
      const guess = () => limited.browser().post('/sign-in', { email, password: 'no' });
      expect([(await guess()).status, (await guess()).status]).toEqual([403, 403]);
      const stopped = await guess();
      expect(stopped.status).toBe(429);
      expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(500);
      expect(stopped.text).toContain('try again in 10 minutes');
      expectPageHeaders(stopped.headers);
    }
    const lines = limited.logged.filter((line) => line.startsWith('a limit was reached'));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/"request":"[\w-]{12}"/);
    expect((await limited.browser().post('/sign-in', birch)).status).toBe(429);
    expect((await inside.get('/account')).status).toBe(200);
    await limited.signedIn('harbour@example.net');
  } finally {
    await limited.close();
  }
});

test('another form of an e-mail address is no way to more guesses', async () => {
  const limited = await openLinkingSite({ guessLimits: { ...defaultGuessLimits, perEmail: 2 } });
  try {
    const guess = async (email: string) =>
      (await limited.browser().post('/sign-in', { email, password: 'no' })).status;
    const forms = [birch.email, '\uff42irch@example.net', 'BIRCH@example.net'];
    const answers = [];
    for (const email of forms) answers.push(await guess(email));
    expect(answers).toEqual([403, 403, 429]);
  } finally {
    await limited.close();
  }
});

test('nor is the port of a connection, where a proxy names it', async () => {
  const guessLimits = { ...defaultGuessLimits, perAddress: 2 };
  const limited = await openLinkingSite({ guessLimits, trustedProxies: 1 });
  try {
    const guess = async (from: string) => {
      const form = { email: `${from}@example.net`, password: 'no' };
      return (await limited.browser().post('/sign-in', form, { 'x-forwarded-for': from })).status;
    };
    const answers = [];
    for (const port of [1, 2, 3]) answers.push(await guess(`192.0.2.7:${port}`));
    answers.push(await guess('192.0.2.8:1'));
    expect(answers).toEqual([403, 403, 429, 403]);
  } finally {
    await limited.close();
  }
});

test('a stranger’s guesses never lock out a browser that signed in before', async () => {
  const limited = await openLinkingSite({ guessLimits: { ...defaultGuessLimits, perEmail: 2 } });
  try {
    const mine = await limited.signedIn(birch.email);
    mine.cookie = '';
    const stranger = limited.browser();
    for (let n = 0; n < 5; n += 1) await stranger.post('/sign-in', { ...birch, password: 'no' });
    expect((await stranger.post('/sign-in', birch)).status).toBe(429);
    expect((await mine.post('/sign-in', birch)).status).toBe(303);
    expect((await mine.post('/sign-in', { ...birch, password: 'no' })).status).toBe(403);
    // What it holds is of no use to whoever does not know the password, nor for another account.
    stranger.device = mine.device;
    const guess = (email: string) => stranger.post('/sign-in', { email, password: 'no' });
    for (let n = 0; n < 9; n += 1) expect((await guess(birch.email)).status).toBe(403);
    expect((await guess(birch.email)).status).toBe(429);
    for (let n = 0; n < 2; n += 1) await guess('harbour@example.net');
    expect((await guess('harbour@example.net')).status).toBe(429);
  } finally {
    await limited.close();
  }
});

test('behind an https address the cookie is __Host- and Secure, and HSTS is sent', async () => {
  const publicUrl = 'https://casement.example';
  const real = await openLinkingSite({ publicUrl });
  try {
    const answer = await real.browser().post('/sign-in', birch, { origin: publicUrl });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-casement=.*; Secure/);
    expect(answer.headers.getSetCookie()[1]).toMatch(/^__Host-casement-device=.*; Secure/);
    expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=/);
  } finally {
    await real.close();
  }
});

test('an account that stands no more is asked to sign in again', async () => {
  const closed = await openLinkingSite({
    store: (real) => overTenant(real, () => ({ standing: async () => false })),
  });
  try {
    const answer = await (await closed.signedIn(birch.email)).get('/account');
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('Please sign in again');
    expect(answer.text).not.toContain('Front door');
  } finally {
    await closed.close();
  }
});

describe('signing out', () => {
  test('ends the sign-in', async () => {
    const browser = await site.signedIn(birch.email);
    const { cookie } = browser;
    const page = await browser.get('/account');
    const form = { binding: page.text.split('action="/sign-out"')[1] ?? '' };
    const answer = await browser.post('/sign-out', { binding: hidden(form.binding, 'binding') });
    expect([answer.status, answer.location, browser.cookie]).toEqual([303, '/', '']);
    browser.cookie = cookie;
    expect((await browser.get('/account')).status).toBe(302);
  });

  test('is not done by a link, by another site, or without the page', async () => {
    const browser = await site.signedIn(birch.email);
    expect((await browser.get('/sign-out')).status).toBe(405);
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect((await browser.post('/sign-out', {}, foreign)).status).toBe(403);
    await browser.post('/sign-out', { binding: 'x' });
    expect((await browser.get('/account')).status).toBe(200);
  });
});

describe('the account page', () => {
  function unlinkForms(page: string): { grant: string; binding: string }[] {
    return page
      .split('action="/account/unlink"')
      .slice(1)
      .map((part) => ({ grant: hidden(part, 'grant'), binding: hidden(part, 'binding') }));
  }
  const unlink = (browser: Jar, form: { grant: string; binding: string }) =>
    browser.post('/account/unlink', form);

  test("shows one's own cameras and nobody else's, escaped", async () => {
    const mine = (await (await site.signedIn(birch.email)).get('/account')).text;
    expect(mine).toContain('Front door');
    expect(mine).not.toContain('Jetty');
    const theirs = (await (await site.signedIn('harbour@example.net')).get('/account')).text;
    expect(theirs).toContain('Jetty &lt;&amp; &quot;boats&quot;&gt;');
    expect(theirs).not.toContain('Front door');
  });

  test('unlinks one link and leaves the other', async () => {
    const browser = await site.signedIn(birch.email);
    const [first, second] = [await link(site, browser), await link(site, browser)];
    const grant = site.house.accessTokens.verify(first.access).grant;
    const form = unlinkForms((await browser.get('/account')).text).find((f) => f.grant === grant);
    if (form === undefined) throw new Error('the link is not listed');
    const { location } = await unlink(browser, form);
    expect(location).toBe('/account?done=unlinked');
    expect((await browser.get(location ?? '')).text).toMatch(/role="status"><strong>Unlinked\./);
    expect((await browser.get('/account')).text).not.toContain('Unlinked.');
    expect(site.revoked).toContain(grant);
    expect((await refresh(site, first.refresh)).status).toBe(400);
    expect((await refresh(site, second.refresh)).status).toBe(200);
    expect((await browser.get('/account')).text).not.toContain(String(grant));
  });

  test('unlinks nothing of another account, nor for another site or sign-in', async () => {
    const mine = await site.signedIn(birch.email);
    const tokens = await link(site, mine);
    const forms = unlinkForms((await mine.get('/account')).text);
    const theirs = await site.signedIn('harbour@example.net');
    for (const form of forms) await unlink(theirs, form);
    for (const { grant } of forms) await unlink(mine, { grant, binding: 'x' });
    const [form] = forms.slice(-1);
    if (form === undefined) throw new Error('the link is not listed');
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect((await mine.post('/account/unlink', form, foreign)).status).toBe(403);
    expect((await site.browser().post('/account/unlink', form)).location).toMatch(/^\/sign-in/);
    expect((await refresh(site, tokens.refresh)).status).toBe(200);
  });
});

describe('the front page', () => {
  test('says where to go', async () => {
    const stranger = await site.browser().get('/');
    expect(stranger.text).toContain('href="/sign-in"');
    expect(stranger.text).toContain('href="/display"');
    expectPageHeaders(stranger.headers);
    const mine = await (await site.signedIn(birch.email)).get('/');
    expect(mine.text).toContain('Open Birch');
  });

  test('its stylesheet is the same for everybody and may be kept', async () => {
    const href = /href="(\/casement\.css\?[^"]+)"/.exec((await site.browser().get('/')).text)?.[1];
    const sheet = await site.browser().get(href ?? '');
    expect(sheet.status).toBe(200);
    expect(sheet.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(sheet.headers.get('cache-control')).toMatch(/^public/);
    expect((await site.browser().get('/casement.svg')).text).toMatch(/^<svg/);
  });
});
