import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  authorizePath,
  call,
  codeFor,
  exchange,
  expectRefused,
  link,
  otherCredentials,
  refresh,
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

describe('the token endpoint', () => {
  test('answers a code with tokens', async () => {
    const reply = await exchange(site, await codeFor(birch, authorizePath({ scope: 'a b' })));
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      token_type: 'Bearer',
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      expires_in: 3600,
      scope: 'a b',
    });
    expect(reply.headers.get('cache-control')).toBe('private, no-store');
    expect(reply.headers.get('pragma')).toBe('no-cache');
  });

  test('refreshes without rotating, as often as one likes', async () => {
    const tokens = await link(site, birch);
    for (let n = 0; n < 3; n += 1) {
      const reply = await refresh(site, tokens.refresh);
      expect(reply.status).toBe(200);
      expect(reply.body).toEqual({
        token_type: 'Bearer',
        access_token: expect.any(String),
        expires_in: 3600,
      });
    }
  });

  test.each([
    ['of another redirect URI', { redirect_uri: google.redirectUris[1] ?? '' }],
    ['of another verifier', { code_verifier: 'w'.repeat(43) }],
    ['of a verifier that is none', { code_verifier: 'w' }],
    ['without its verifier', { code_verifier: '' }],
    ['of another client', otherCredentials],
  ])('a code %s is refused unspent, and ends no linking', async (_what, wrong) => {
    const verifier = 'v'.repeat(43);
    const code = await codeFor(
      birch,
      authorizePath({
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }),
    );
    const right = { code_verifier: verifier };
    expectRefused(await exchange(site, code, { ...right, ...wrong }), 400, 'invalid_grant');
    const linked = await exchange(site, code, right);
    expect(linked.status).toBe(200);
    const before = site.revoked.length;
    expectRefused(await exchange(site, code, { ...right, ...wrong }), 400, 'invalid_grant');
    expect(site.revoked).toHaveLength(before);
    expect((await refresh(site, String(linked.body['refresh_token']))).status).toBe(200);
    // A second time as it was spent ends it, as before.
    expectRefused(await exchange(site, code, right), 400, 'invalid_grant');
    expect(site.revoked).toHaveLength(before + 1);
    expectRefused(await refresh(site, String(linked.body['refresh_token'])), 400, 'invalid_grant');
  });

  test('a code without a challenge is refused where a verifier comes with it, unspent', async () => {
    const code = await codeFor(birch);
    const given = { code_verifier: 'v'.repeat(43) };
    expectRefused(await exchange(site, code, given), 400, 'invalid_grant');
    expect((await exchange(site, code)).status).toBe(200);
  });

  test('a code is of use to its own client only, and keeps being so', async () => {
    const code = await codeFor(birch);
    expectRefused(await exchange(site, code, otherCredentials), 400, 'invalid_grant');
    expect((await exchange(site, code)).status).toBe(200);
    // Spent by now: another client that replays it cannot end the linking.
    const before = site.revoked.length;
    expectRefused(await exchange(site, code, otherCredentials), 400, 'invalid_grant');
    expect(site.revoked).toHaveLength(before);
  });

  test('a code is too old after ten minutes', async () => {
    const [inTime, late] = [await codeFor(birch), await codeFor(birch)];
    site.house.time.wall += 599_000;
    expect((await exchange(site, inTime)).status).toBe(200);
    site.house.time.wall += 1_000;
    expectRefused(await exchange(site, late), 400, 'invalid_grant');
  });

  test('a refresh token is of use to its own client only', async () => {
    const tokens = await link(site, birch);
    const asked = { grant_type: 'refresh_token', refresh_token: tokens.refresh };
    expectRefused(
      await call(site, 'token', { ...asked, ...otherCredentials }),
      400,
      'invalid_grant',
    );
    expect((await refresh(site, tokens.refresh)).status).toBe(200);
  });

  test('an access token is no refresh token, a refresh token no code', async () => {
    const tokens = await link(site, birch);
    expectRefused(await refresh(site, tokens.access), 400, 'invalid_grant');
    expectRefused(await exchange(site, tokens.refresh), 400, 'invalid_grant');
  });

  test.each([
    ['no grant type', { code: 'x' }, 'invalid_request'],
    ['the password grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['a client of its own', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['a property of every object', { grant_type: 'constructor' }, 'unsupported_grant_type'],
    ['no code', { grant_type: 'authorization_code', redirect_uri: 'x' }, 'invalid_request'],
    ['no redirect URI', { grant_type: 'authorization_code', code: 'x' }, 'invalid_request'],
    [
      'an unknown code',
      { grant_type: 'authorization_code', code: 'x', redirect_uri: 'x:y' },
      'invalid_grant',
    ],
    ['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
    [
      'an unknown refresh token',
      { grant_type: 'refresh_token', refresh_token: 'x' },
      'invalid_grant',
    ],
    [
      'a refresh token of odd letters',
      { grant_type: 'refresh_token', refresh_token: 'é' },
      'invalid_request',
    ],
  ])('refuses %s', async (_name, form, error) => {
    expectRefused(await call(site, 'token', form), 400, error);
  });

  test('more scope than was granted is refused', async () => {
    const tokens = await link(site, birch);
    const asked = { grant_type: 'refresh_token', refresh_token: tokens.refresh, scope: 'more' };
    expect((await call(site, 'token', asked)).body['error']).toMatch(/^invalid_/);
  });

  test('a code that comes twice in one request is refused', async () => {
    const form = new URLSearchParams({
      client_id: google.id,
      client_secret: google.secret,
      grant_type: 'authorization_code',
      code: await codeFor(birch),
    });
    form.append('code', 'second');
    expectRefused(await call(site, 'token', form), 400, 'invalid_request');
  });

  test('who is no client is told of that, whatever else is wrong', async () => {
    const form = new URLSearchParams([
      ['client_id', google.id],
      ['client_secret', 'guessed'],
      ['odd', '1'],
      ['odd', '2'],
    ]);
    expectRefused(await call(site, 'token', form), 401, 'invalid_client');
  });

  test.each([
    ['has fields without end', 'a=1&'.repeat(100), 'there are more than 64 fields'],
    ['is long', `a=${'b'.repeat(8_192)}`, 'the body is larger than 8192 bytes'],
  ])('a form that %s is refused unread', async (_what, text, why) => {
    const answer = await fetch(`${site.origin}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: text,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.json()).toEqual({ error: 'invalid_request', error_description: why });
  });

  test('so is any other parameter that comes twice, known or not', async () => {
    const form = new URLSearchParams({
      client_id: google.id,
      client_secret: google.secret,
      grant_type: 'refresh_token',
      refresh_token: (await link(site, birch)).refresh,
    });
    expect((await call(site, 'token', form)).status).toBe(200);
    form.append('odd', '1');
    form.append('odd', '2');
    expectRefused(await call(site, 'token', form), 400, 'invalid_request');
  });

  test('wrong credentials are 401 with a challenge', async () => {
    const body = await call(site, 'token', { client_secret: 'wrong' });
    expectRefused(body, 401, 'invalid_client');
    expect(body.headers.get('www-authenticate')).toMatch(/^Basic /);
    const authorization = `Basic ${Buffer.from('google-home:no').toString('base64')}`;
    const basic = await call(site, 'token', new URLSearchParams({ grant_type: 'refresh_token' }), {
      headers: { authorization },
    });
    expectRefused(basic, 401, 'invalid_client');
  });

  test.each([
    ['JSON', { 'content-type': 'application/json' }, '{}', 400],
    ['no type', { 'content-type': '' }, 'a=b', 400],
    [
      'compressed',
      { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
      'a=b',
      400,
    ],
    ['too large', { 'content-type': 'application/x-www-form-urlencoded' }, 'x'.repeat(40_000), 413],
  ])('refuses a body that is %s', async (_name, headers, body, status) => {
    const reply = await call(
      site,
      'token',
      {},
      { headers: headers as Record<string, string>, body },
    );
    expectRefused(reply, status, 'invalid_request');
  });

  test.each(['token', 'revoke', 'userinfo'])('%s knows its methods', async (endpoint) => {
    const response = await fetch(`${site.origin}/oauth/${endpoint}`, { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(endpoint === 'userinfo' ? 'GET, HEAD' : 'POST');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });
});
