import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { maxLinkingsAnHour } from '../linking/linking-rate.ts';
import { maxGrants } from '../../storage/grants.ts';
import { hidden } from '../../workshop/testing/cookie-jar.ts';
import {
  actionOf,
  authorizePath,
  codeFor,
  decide,
  redirectUri,
  userInfo,
} from '../../workshop/testing/linking-dance.ts';
import { exchange, link } from '../../workshop/testing/linking-dance.ts';
import {
  openLinkingSite,
  password,
  type LinkingSite,
} from '../../workshop/testing/linking-site.ts';

let site: LinkingSite;
beforeAll(async () => {
  site = await openLinkingSite();
});
afterAll(() => site.close());

const birch = () => site.signedIn('birch@example.net');

test('a stranger signs in first and comes back to the very same request', async () => {
  const browser = site.browser();
  const path = authorizePath({
    scope: 'a b',
    user_locale: 'de',
    state: `~ %2F+"'<&=é`.replace('é', ''),
  });
  const sent = await browser.get(path);
  expect(sent.status).toBe(302);
  const returnTo = new URL(sent.location, site.origin).searchParams.get('return_to') ?? '';
  await browser.post('/sign-in', { email: 'birch@example.net', password, return_to: returnTo });
  const { location } = await decide(browser, 'agree', returnTo);
  expect(location.startsWith(`${redirectUri}?code=`)).toBe(true);
  expect(new URL(location).searchParams.get('state')).toBe(`~ %2F+"'<&=`);
});

test('a bad client or redirect URI is told to the person, at 400, and never by redirect', async () => {
  const browser = await birch();
  for (const change of [
    { client_id: 'x' },
    { redirect_uri: 'https://evil.example/' },
    { redirect_uri: `${redirectUri}/` },
    { redirect_uri: '' },
  ]) {
    for (const answer of [
      await browser.get(authorizePath(change)),
      await browser.post(authorizePath(change), { decision: 'agree' }),
      await site.browser().get(authorizePath(change)),
    ]) {
      expect([answer.status, answer.location]).toEqual([400, '']);
      expect(answer.text).toContain('This link does not work');
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
    }
  }
});

test('what else is wrong is told to the client, whoever asks', async () => {
  const { status, location } = await site.browser().get(authorizePath({ response_type: 'token' }));
  expect([status, location]).toEqual([
    302,
    `${redirectUri}?error=unsupported_response_type&state=state%20of%20Google`,
  ]);
});

describe('the consent page', () => {
  test('says what is shared, by whom, with whom, and how to end it', async () => {
    const page = await (await birch()).get(authorizePath());
    expect(page.status).toBe(200);
    for (const said of [
      'Link your Casement account with Google',
      'birch@example.net',
      'Front door',
      'Garden',
      'You can unlink at any time',
      'https://policies.google.com/privacy',
      'Use another account',
      'Agree and link',
      'Everyone in the Google home that you link to will see these cameras',
      'Cancel',
    ]) {
      expect(page.text).toContain(said);
    }
    expect(page.text).not.toContain('Jetty');
    expect(page.text).not.toMatch(/Nest|Assistant|<script/);
  });

  test('does not hold the redirect chain to a form-action, and stays strict otherwise', async () => {
    const { headers } = await (await birch()).get(authorizePath());
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).not.toContain('form-action');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('vary')).toBe('Cookie');
  });

  test('Cancel tells the client so', async () => {
    const { status, location, headers } = await decide(await birch(), 'cancel');
    expect([status, location]).toEqual([
      302,
      `${redirectUri}?error=access_denied&state=state%20of%20Google`,
    ]);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('neither yes nor no is no answer', async () => {
    const browser = await birch();
    const page = await browser.get(authorizePath());
    const binding = hidden(page.text, 'binding');
    for (const decision of ['', 'yes']) {
      const answer = await browser.post(actionOf(page.text), { decision, binding });
      expect([answer.status, answer.location]).toEqual([400, '']);
    }
  });

  test('is not answered by another site', async () => {
    const browser = await birch();
    const page = await browser.get(authorizePath());
    const form = { decision: 'agree', binding: hidden(page.text, 'binding') };
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
    ]) {
      const answer = await browser.post(actionOf(page.text), form, headers);
      expect([answer.status, answer.location]).toEqual([403, '']);
    }
  });

  test('is worth nothing for another request, or made up', async () => {
    const browser = await birch();
    const page = await browser.get(authorizePath());
    const form = { decision: 'agree', binding: hidden(page.text, 'binding') };
    const other = await browser.post(authorizePath({ scope: 'more' }), form);
    expect([other.status, other.location]).toEqual([409, '']);
    const bare = await browser.post(authorizePath(), { decision: 'agree' });
    expect([bare.status, bare.location]).toEqual([409, '']);
  });
});

describe('two people in one browser', () => {
  test('the form of the one is not answered for the other, who is asked anew', async () => {
    const browser = await birch();
    const page = await browser.get(authorizePath());
    await browser.post('/sign-in', { email: 'harbour@example.net', password });
    const form = { decision: 'agree', binding: hidden(page.text, 'binding') };
    const answer = await browser.post(actionOf(page.text), form);
    expect([answer.status, answer.location]).toEqual([409, '']);
    expect(answer.text).toContain('harbour@example.net');
    expect(answer.text).not.toContain('Front door');
    expect(await site.house.store.of(site.harbour).grants()).toEqual([]);
    const again = { decision: 'agree', binding: hidden(answer.text, 'binding') };
    const { location } = await browser.post(actionOf(answer.text), again);
    const { body } = await exchange(site, new URL(location).searchParams.get('code') ?? '');
    const info = await userInfo(site, String(body['access_token']));
    expect(await info.json()).toMatchObject({ sub: site.harbour });
  });

  test('a form that outlived its sign-in leads to signing in', async () => {
    const browser = await birch();
    const page = await browser.get(authorizePath());
    browser.cookie = '';
    const form = { decision: 'agree', binding: hidden(page.text, 'binding') };
    const answer = await browser.post(actionOf(page.text), form);
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(/^\/sign-in\?return_to=%2Foauth%2Fauthorize/);
  });

  test('two linkings of two accounts side by side stay apart', async () => {
    const [one, two] = await Promise.all([birch(), site.signedIn('harbour@example.net')]);
    const [mine, theirs] = await Promise.all([link(site, one), link(site, two)]);
    const subject = async (token: string) =>
      ((await (await userInfo(site, token)).json()) as { sub: string }).sub;
    expect(await subject(mine.access)).toBe(site.birch);
    expect(await subject(theirs.access)).toBe(site.harbour);
  });
});

test('an account that was removed is a stranger', async () => {
  const gone = await openLinkingSite();
  try {
    const browser = await gone.signedIn('birch@example.net');
    const page = await browser.get(authorizePath());
    await gone.house.store.of(gone.birch).remove();
    const form = { decision: 'agree', binding: hidden(page.text, 'binding') };
    expect((await browser.post(actionOf(page.text), form)).location).toMatch(/^\/sign-in/);
    expect((await browser.get(authorizePath())).location).toMatch(/^\/sign-in/);
  } finally {
    await gone.close();
  }
});

describe('consenting again and again', () => {
  let busy: LinkingSite;
  beforeAll(async () => {
    busy = await openLinkingSite();
  });
  afterAll(() => busy.close());

  test('ends at so many an hour, with a page that says so; others go on, and nobody is asked anew', async () => {
    const browser = await busy.signedIn('birch@example.net');
    const page = await browser.get(authorizePath());
    const form = { decision: 'agree', binding: hidden(page.text, 'binding') };
    const agree = () => browser.post(actionOf(page.text), form);
    const revision = await busy.house.store.revision();
    for (let n = 0; n < maxGrants; n += 1) expect((await agree()).status).toBe(302);
    expect(await busy.house.store.revision()).toBe(revision);
    for (let n = maxGrants; n < maxLinkingsAnHour; n += 1) await agree();
    expect(await busy.house.store.of(busy.birch).countGrants()).toBe(maxGrants);
    const refused = await agree();
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('linked very often');
    expect(refused.text).toContain('href="/account"');
    expect(busy.logged.at(-1)).toMatch(/^a limit was reached .*"request":"[\w-]{12}"/);
    expect(busy.lanes.at(-1)).toBe(`known ${busy.birch}`);
    await codeFor(await busy.signedIn('harbour@example.net'));
  });
});
