/** The steps of a linking, for tests that need one done. */
import { expect } from '@jest/globals';
import { unescaped } from '../../simulator/client/visitor.ts';
import {
  authorizeQuery,
  codeForm,
  credentialsForm,
  refreshForm,
} from '../../simulator/client/oauth-forms.ts';
import { hidden, type Answer, type Jar } from './cookie-jar.ts';
import { google, other, type LinkingSite } from './linking-site.ts';

export const redirectUri = google.redirectUris[0] ?? '';

/** An authorization request of the first client, as a path. */
export function authorizePath(change: Record<string, string> = {}): string {
  const query = authorizeQuery({ client: google.id, redirectUri, state: 'state of Google' });
  for (const [name, value] of Object.entries(change)) query.set(name, value);
  return `/oauth/authorize?${query}`;
}

/** Where the consent form of a page leads. */
export function actionOf(page: string): string {
  return unescaped(/<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? '');
}

/** Answers the consent page as somebody would who is signed in. */
export async function decide(
  browser: Jar,
  decision: 'agree' | 'cancel',
  path = authorizePath(),
): Promise<Answer> {
  const page = await browser.get(path);
  const form = { decision, binding: hidden(page.text, 'binding') };
  return browser.post(actionOf(page.text), form);
}

/** A fresh code of the account that is signed in. */
export async function codeFor(browser: Jar, path = authorizePath()): Promise<string> {
  const { location } = await decide(browser, 'agree', path);
  const code = new URL(location).searchParams.get('code');
  if (code === null) throw new Error(`no code in ${location}`);
  return code;
}

export interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Posts to an endpoint for clients; the first client's credentials go into the body. */
export async function call(
  site: LinkingSite,
  endpoint: 'token' | 'revoke',
  form: Record<string, string> | URLSearchParams,
  init: RequestInit = {},
): Promise<TokenReply> {
  const body =
    form instanceof URLSearchParams
      ? form
      : new URLSearchParams({ ...credentialsForm(google), ...form });
  const response = await fetch(`${site.origin}/oauth/${endpoint}`, {
    method: 'POST',
    body,
    ...init,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(text) as Record<string, unknown>,
  };
}

/** Exchanges a code for tokens as the first client; `more` adds to the form. */
export const exchange = (site: LinkingSite, code: string, more: Record<string, string> = {}) =>
  call(site, 'token', { ...codeForm(google, { code, redirectUri }), ...more });

/** Asks for a new access token as the first client. */
export const refresh = (site: LinkingSite, token: string) =>
  call(site, 'token', refreshForm(google, token));

/** A whole linking: its two tokens. */
export async function link(site: LinkingSite, browser: Jar) {
  const { body } = await exchange(site, await codeFor(browser));
  return { access: String(body['access_token']), refresh: String(body['refresh_token']) };
}

/** Asks whose that access token is. */
export const userInfo = (site: LinkingSite, access: string) =>
  fetch(`${site.origin}/oauth/userinfo`, { headers: { authorization: `Bearer ${access}` } });

/** An error of RFC 6749 §5.2, with its headers and without anything of ours. */
export function expectRefused(reply: TokenReply, status: number, error: string): void {
  expect([reply.status, reply.body['error']]).toEqual([status, error]);
  expect(reply.headers.get('cache-control')).toContain('no-store');
  expect(reply.headers.get('pragma')).toBe('no-cache');
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(JSON.stringify(reply.body)).not.toMatch(/ {4}at |node_modules|SQLITE/);
}

/** The credentials of the second client. */
export const otherCredentials = credentialsForm(other);
