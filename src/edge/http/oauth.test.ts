/** Linking as a strict client sees it that nobody here wrote. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import {
  actionOf,
  authorizePath,
  codeFor,
  exchange,
} from '../../workshop/testing/linking-dance.ts';
import { hidden, type Jar } from '../../workshop/testing/cookie-jar.ts';
import {
  google,
  openLinkingSite,
  password,
  type LinkingSite,
} from '../../workshop/testing/linking-site.ts';

let site: LinkingSite;
beforeAll(async () => {
  site = await openLinkingSite();
});
afterAll(() => site.close());

const client: oauth.Client = { client_id: google.id };
const redirectUri = google.redirectUris[0] ?? '';
const insecure = { [oauth.allowInsecureRequests]: true };

/** A person at a browser, from the link in Google's app to the redirect back to it. */
async function visit(browser: Jar, url: URL, email: string): Promise<URL> {
  const sent = await browser.get(`${url.pathname}${url.search}`);
  expect(sent.status).toBe(302);
  const signIn = await browser.get(sent.location);
  const back = await browser.post('/sign-in', {
    email,
    password,
    return_to: hidden(signIn.text, 'return_to'),
  });
  expect(back.status).toBe(303);
  const consent = await browser.get(back.location);
  expect(consent.status).toBe(200);
  const agreed = await browser.post(actionOf(consent.text), {
    decision: 'agree',
    binding: hidden(consent.text, 'binding'),
  });
  expect(agreed.status).toBe(302);
  return new URL(agreed.location);
}

test.each([
  ['in the body, with PKCE', oauth.ClientSecretPost, true],
  ['by Basic, with PKCE', oauth.ClientSecretBasic, true],
  ['in the body, without PKCE', oauth.ClientSecretPost, false],
])('a strict client with credentials %s links, refreshes and revokes', async (_n, scheme, pkce) => {
  const as: oauth.AuthorizationServer = {
    issuer: site.origin,
    authorization_endpoint: `${site.origin}/oauth/authorize`,
    token_endpoint: `${site.origin}/oauth/token`,
    revocation_endpoint: `${site.origin}/oauth/revoke`,
    userinfo_endpoint: `${site.origin}/oauth/userinfo`,
  };
  const auth = scheme(google.secret);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(`${site.origin}/oauth/authorize`);
  url.searchParams.set('client_id', google.id);
  url.searchParams.set('redirect_uri', redirectUri);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('state', state);
  url.searchParams.set('user_locale', 'en-US');
  if (pkce) {
    url.searchParams.set('code_challenge', await oauth.calculatePKCECodeChallenge(verifier));
    url.searchParams.set('code_challenge_method', 'S256');
  }

  const back = await visit(site.browser(), url, 'birch@example.net');
  expect(back.href.startsWith(`${redirectUri}?`)).toBe(true);
  const parameters = oauth.validateAuthResponse(as, client, back, state);
  const tokens = await oauth.processAuthorizationCodeResponse(
    as,
    client,
    await oauth.authorizationCodeGrantRequest(
      as,
      client,
      auth,
      parameters,
      redirectUri,
      pkce ? verifier : oauth.nopkce,
      insecure,
    ),
  );
  expect(tokens.token_type).toBe('bearer');
  const refreshToken = tokens.refresh_token ?? '';

  const refreshed = await oauth.processRefreshTokenResponse(
    as,
    client,
    await oauth.refreshTokenGrantRequest(as, client, auth, refreshToken, insecure),
  );
  expect(refreshed.refresh_token).toBeUndefined();

  const info = await oauth.processUserInfoResponse(
    as,
    client,
    site.birch,
    await oauth.userInfoRequest(as, client, refreshed.access_token, insecure),
  );
  expect(info['email']).toBe('birch@example.net');

  await oauth.processRevocationResponse(
    await oauth.revocationRequest(as, client, auth, refreshToken, insecure),
  );
  const after = await oauth.refreshTokenGrantRequest(as, client, auth, refreshToken, insecure);
  await expect(oauth.processRefreshTokenResponse(as, client, after)).rejects.toMatchObject({
    error: 'invalid_grant',
    status: 400,
  });
});

test('with PKCE only the one with the verifier gets tokens; without, a verifier is odd', async () => {
  const verifier = oauth.generateRandomCodeVerifier();
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  const birch = await site.signedIn('birch@example.net');
  const path = authorizePath({ code_challenge: challenge, code_challenge_method: 'S256' });

  const other = oauth.generateRandomCodeVerifier();
  for (const more of [{}, { code_verifier: other }, { code_verifier: challenge }]) {
    const reply = await exchange(site, await codeFor(birch, path), more);
    expect([reply.status, reply.body['error']]).toEqual([400, 'invalid_grant']);
  }
  const right = { code_verifier: verifier };
  expect((await exchange(site, await codeFor(birch, path), right)).status).toBe(200);
  const odd = await exchange(site, await codeFor(birch), right);
  expect([odd.status, odd.body['error']]).toEqual([400, 'invalid_grant']);
});
