import { describe, expect, test } from '@jest/globals';
import type { OAuthClient } from '../../../identity/oauth-client.ts';
import { OAuthRefusal } from '../refusal.ts';
import { checkAuthorize } from './check.ts';

const redirect = 'https://oauth-redirect.googleusercontent.com/r/birch-home';
const client: OAuthClient = { id: 'google', secret: 's', redirectUris: [redirect] };
const foreign: OAuthClient = { id: 'x', secret: 's', redirectUris: ['https://x.example/back'] };
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const good = {
  client_id: 'google',
  redirect_uri: redirect,
  response_type: 'code',
  state: 'a b&c=d/é'.replace('é', 'e'),
};

const check = (parameters: Record<string, string> | URLSearchParams) =>
  checkAuthorize(new URLSearchParams(parameters), [client, foreign]);

function refusal(parameters: Record<string, string> | URLSearchParams): OAuthRefusal {
  try {
    check(parameters);
  } catch (error) {
    if (error instanceof OAuthRefusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function twice(name: string, value: string): URLSearchParams {
  const parameters = new URLSearchParams(good);
  parameters.append(name, value);
  if (parameters.getAll(name).length < 2) parameters.append(name, value);
  return parameters;
}

test('a request by the rules is taken as it is, and survives being put into a URL', () => {
  const request = check({ ...good, scope: 'a b  a', user_locale: 'de-CH' });
  expect(request).toMatchObject({
    clientId: 'google',
    redirectUri: redirect,
    state: good.state,
    scope: 'a b',
  });
  expect(check(new URLSearchParams(request.query))).toEqual(request);
  expect(request.query).not.toContain('locale');
});

test('state and scope may be missing; an empty parameter is a missing one', () => {
  const { state: _, ...rest } = good;
  const request = check({ ...rest, scope: '', code_challenge: '' });
  expect(request).toMatchObject({ state: undefined, scope: '', codeChallenge: undefined });
});

describe('known client: nobody is redirected anywhere', () => {
  test.each([
    ['missing', { client_id: '' }],
    ['unknown', { client_id: 'googl' }],
    ['other case', { client_id: 'Google' }],
    ['a property of every object', { client_id: 'constructor' }],
  ])('%s', (_name, change) => {
    expect(refusal({ ...good, ...change }).location).toBeUndefined();
  });
  test('twice', () => {
    expect(refusal(twice('client_id', 'google')).location).toBeUndefined();
  });
});

describe('exact redirect URI: nobody is redirected anywhere', () => {
  test.each([
    ['missing', ''],
    ['a longer one', `${redirect}2`],
    ['a shorter one', redirect.slice(0, -1)],
    ['a slash more', `${redirect}/`],
    ['a deeper path', `${redirect}/../evil`],
    ['a query', `${redirect}?x=1`],
    ['a fragment', `${redirect}#x`],
    ['another case', redirect.replace('birch', 'Birch')],
    ['another case of the host', redirect.replace('oauth', 'OAuth')],
    ['a port', redirect.replace('.com/', '.com:443/')],
    ['http', redirect.replace('https', 'http')],
    ['a host that begins alike', redirect.replace('.com/', '.com.evil.example/')],
    ['somebody before the host', redirect.replace('://', '://evil@')],
    ['escaped letters', redirect.replace('birch', '%62irch')],
    ['a space in front', ` ${redirect}`],
    ['script', 'javascript:alert(1)'],
    ['of another client', 'https://x.example/back'],
  ])('%s', (_name, uri) => {
    const refused = refusal({ ...good, redirect_uri: uri });
    expect(refused).toMatchObject({ code: 'invalid_request', location: undefined });
  });
  test('twice', () => {
    expect(refusal(twice('redirect_uri', redirect)).location).toBeUndefined();
  });
});

describe('plain state: what cannot be given back is refused here', () => {
  test.each([
    ['too long', 'x'.repeat(4097)],
    ['a line break', 'a\r\nb'],
    ['not ASCII', 'é'],
  ])('%s', (_name, state) => {
    expect(refusal({ ...good, state })).toMatchObject({
      code: 'invalid_request',
      location: undefined,
    });
  });
  test('twice', () => {
    expect(refusal(twice('state', 'x')).location).toBeUndefined();
  });
});

describe('everything else is told to the client, with its state', () => {
  const toldAt = (code: string) =>
    `${redirect}?error=${code}&state=${encodeURIComponent(good.state)}`;

  test.each([
    ['no response type', { response_type: '' }, 'invalid_request'],
    ['token', { response_type: 'token' }, 'unsupported_response_type'],
    ['code and more', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['a quote in the scope', { scope: 'a"b' }, 'invalid_scope'],
    ['a long scope', { scope: 'x'.repeat(1001) }, 'invalid_scope'],
    [
      'plain PKCE',
      { code_challenge: challenge, code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['PKCE without its method', { code_challenge: challenge }, 'invalid_request'],
    ['a method without PKCE', { code_challenge_method: 'S256' }, 'invalid_request'],
    [
      'a short challenge',
      { code_challenge: challenge.slice(1), code_challenge_method: 'S256' },
      'invalid_request',
    ],
  ])('%s', (_name, change, code) => {
    expect(refusal({ ...good, ...change })).toMatchObject({ code, location: toldAt(code) });
  });

  test.each(['response_type', 'scope', 'code_challenge', 'user_locale', 'whatever'])(
    '%s twice',
    (name) => {
      expect(refusal(twice(name, 'code')).location).toBe(toldAt('invalid_request'));
    },
  );
});

test('PKCE with S256 is kept', () => {
  const request = check({ ...good, code_challenge: challenge, code_challenge_method: 'S256' });
  expect(request.codeChallenge).toBe(challenge);
});
