import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newGrantId } from '../../identity/ids.ts';
import {
  call,
  expectRefused,
  link,
  otherCredentials,
  refresh,
  userInfo,
} from '../../workshop/testing/linking-dance.ts';
import { google, openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';
import type { Jar } from '../../workshop/testing/cookie-jar.ts';

let site: LinkingSite;
let birch: Jar;

beforeAll(async () => {
  site = await openLinkingSite();
  birch = await site.signedIn('birch@example.net');
});
afterAll(() => site.close());

describe('revocation', () => {
  test.each(['access', 'refresh'] as const)('by the %s token ends the grant', async (kind) => {
    const tokens = await link(site, birch);
    const elsewhere = await link(site, birch);
    const reply = await call(site, 'revoke', { token: tokens[kind] });
    expect([reply.status, reply.body]).toEqual([200, {}]);
    expect(site.revoked.at(-1)).toBe(site.house.accessTokens.verify(tokens.access).grant);
    expectRefused(await refresh(site, tokens.refresh), 400, 'invalid_grant');
    expect((await userInfo(site, tokens.access)).status).toBe(401);
    expect((await refresh(site, elsewhere.refresh)).status).toBe(200);
    expect((await call(site, 'revoke', { token: tokens[kind] })).status).toBe(200);
  });

  test('of what is not known is fine, and does nothing', async () => {
    const before = site.revoked.length;
    const odd = site.house.accessTokens.issue(site.birch, newGrantId());
    for (const token of ['x', 'a.b.c', odd]) {
      expect((await call(site, 'revoke', { token, token_type_hint: 'odd' })).status).toBe(200);
    }
    expect(site.revoked).toHaveLength(before);
  });

  test('is for the client to whom the token was issued', async () => {
    const tokens = await link(site, birch);
    for (const token of [tokens.access, tokens.refresh]) {
      const reply = await call(site, 'revoke', { token, ...otherCredentials });
      expectRefused(reply, 400, 'invalid_grant');
    }
    expectRefused(
      await call(site, 'revoke', { token: tokens.refresh, client_secret: 'wrong' }),
      401,
      'invalid_client',
    );
    expect((await refresh(site, tokens.refresh)).status).toBe(200);
  });

  test('needs one token', async () => {
    expectRefused(await call(site, 'revoke', {}), 400, 'invalid_request');
    const twice = new URLSearchParams({ client_id: google.id, client_secret: google.secret });
    twice.append('token', 'a');
    twice.append('token', 'b');
    expectRefused(await call(site, 'revoke', twice), 400, 'invalid_request');
  });
});

describe('userinfo', () => {
  test('says whose token it is', async () => {
    const response = await userInfo(site, (await link(site, birch)).access);
    expect(await response.json()).toEqual({
      sub: site.birch,
      email: 'birch@example.net',
      name: 'Birch',
    });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  test('challenges whoever has none, or a bad one', async () => {
    const none = await fetch(`${site.origin}/oauth/userinfo`);
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="casement"',
    ]);
    const bad = await userInfo(site, 'a.b.c');
    expect([bad.status, bad.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="casement", error="invalid_token"',
    ]);
    const tokens = await link(site, birch);
    expect((await userInfo(site, tokens.refresh)).status).toBe(401);
  });
});
