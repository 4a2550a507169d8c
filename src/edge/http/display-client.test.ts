/** The virtual display beside Google, as two clients of one bridge. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newGrantId } from '../../identity/ids.ts';
import { newSecret } from '../../identity/secret.ts';
import type { Jar } from '../../workshop/testing/cookie-jar.ts';
import { codeFor, decide, exchange, link, refresh } from '../../workshop/testing/linking-dance.ts';
import { google, openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';
import { displayClientId, endEarlierDisplays } from './display-client.ts';

let site: LinkingSite;
let birch: Jar;
beforeAll(async () => {
  site = await openLinkingSite({ virtualDisplay: true });
  birch = await site.signedIn('birch@example.net');
});
afterAll(() => site.close());

/** Begins a linking of a display; returns the request that it is sent to the bridge with. */
async function begin(display: Jar): Promise<URL> {
  return new URL((await display.post('/display/link', {})).location);
}

/** Links a display to the account that is signed in. */
async function linkDisplay(account: Jar): Promise<Jar> {
  const display = site.browser();
  const { pathname, search } = await begin(display);
  const agreed = new URL((await decide(account, 'agree', `${pathname}${search}`)).location);
  const linked = await display.get(`${agreed.pathname}${agreed.search}`);
  expect([linked.status, linked.location]).toEqual([303, '/display']);
  return display;
}

/** A stranger brings a code of somebody else's linking to the display's address. */
async function bring(code: string): Promise<number> {
  const stranger = site.browser();
  const state = (await begin(stranger)).searchParams.get('state') ?? '';
  const answer = await stranger.get(`/display/linked?${new URLSearchParams({ state, code })}`);
  return answer.status;
}

test('a code of a linking with Google that is brought to the display ends nothing', async () => {
  const code = await codeFor(birch);
  const linked = await exchange(site, code);
  const before = site.revoked.length;
  expect(await bring(code)).toBe(400);
  expect(site.revoked).toHaveLength(before);
  expect((await refresh(site, String(linked.body['refresh_token']))).status).toBe(200);
});

test('a code that is under way to Google is not burnt by it', async () => {
  const code = await codeFor(birch);
  expect(await bring(code)).toBe(400);
  expect((await exchange(site, code)).status).toBe(200);
});

test('the display leads to itself alone, and Google’s client does not lead to it', async () => {
  const request = await begin(site.browser());
  expect(request.searchParams.get('client_id')).toBe(displayClientId);
  request.searchParams.set('redirect_uri', google.redirectUris[0] ?? '');
  expect((await birch.get(`${request.pathname}${request.search}`)).status).toBe(400);
  const other = await begin(site.browser());
  other.searchParams.set('client_id', google.id);
  expect((await birch.get(`${other.pathname}${other.search}`)).status).toBe(400);
});

test('consent and account page say that it is a display, and of Google what is Google’s', async () => {
  const harbour = await site.signedIn('harbour@example.net');
  const request = await begin(site.browser());
  const consent = await harbour.get(`${request.pathname}${request.search}`);
  expect(consent.text).toContain('Link your Casement account with a virtual display');
  expect(consent.text).not.toContain('Google');
  await linkDisplay(harbour);
  const names = async () =>
    [...(await harbour.get('/account')).text.matchAll(/aria-label="Unlink ([^,"]+),/g)]
      .map(([, name]) => name)
      .toSorted((one, other) => String(one).localeCompare(String(other)));
  expect(await names()).toEqual(['Virtual display']);
  await link(site, harbour);
  expect(await names()).toEqual(['Google', 'Virtual display']);
});

test('displays of an earlier process are ended, and nothing of Google’s is', async () => {
  const { grants } = site.house.store.operator;
  const tokens = await link(site, birch);
  await linkDisplay(birch);
  const displays = async () =>
    (await site.house.store.of(site.birch).grants()).filter(
      ({ client }) => client === displayClientId,
    ).length;
  expect(await displays()).toBe(1);
  const [address = ''] = google.redirectUris;
  const elsewhere = { client: google, origin: new URL(address).origin };
  expect(await endEarlierDisplays(grants, elsewhere)).toBeGreaterThan(0);
  expect(await displays()).toBe(0);
  expect((await refresh(site, tokens.refresh)).status).toBe(200);
});

test('so are those that shared Google’s client in an earlier version', async () => {
  const { grants } = site.house.store.operator;
  const grant = {
    id: newGrantId(),
    account: site.birch,
    client: google.id,
    scope: '',
    createdAt: 1,
  };
  const redirectUri = `${site.origin}/display/linked`;
  const code = { ...grant, hash: newSecret(), grant: grant.id, redirectUri, expiresAt: 1 };
  await site.house.store.of(grant.account).addGrant(grant, code);
  await endEarlierDisplays(grants);
  expect(await site.house.store.of(grant.account).grant(grant.id)).toBeDefined();
  expect(await endEarlierDisplays(grants, { client: google, origin: site.origin })).toBe(1);
  expect(await site.house.store.of(grant.account).grant(grant.id)).toBeUndefined();
});
