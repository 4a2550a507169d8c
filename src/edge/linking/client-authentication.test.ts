import { describe, expect, test } from '@jest/globals';
import { authenticateClient } from './client-authentication.ts';

const secret = 'a+b/c%41 d=';
const clients = [
  { id: 'google', secret, redirectUris: [] },
  { id: 'second', secret: 'other', redirectUris: [] },
];
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const ask = (body: Record<string, string>, authorization?: string) =>
  authenticateClient({ form: new URLSearchParams(body), authorization }, clients).id;

describe('let in', () => {
  test('credentials in the body', () => {
    expect(ask({ client_id: 'google', client_secret: secret })).toBe('google');
  });
  test('Basic as most send it', () => {
    expect(ask({}, basic(`google:${secret}`))).toBe('google');
  });
  test('Basic as the RFC has it', () => {
    const encoded = new URLSearchParams([['', secret]]).toString().slice(1);
    expect(ask({}, basic(`google:${encoded}`))).toBe('google');
  });
  test('the same both ways', () => {
    expect(ask({ client_id: 'google', client_secret: secret }, basic(`google:${secret}`))).toBe(
      'google',
    );
  });
});

describe('refused', () => {
  test.each([
    ['nothing', {}, undefined],
    ['no secret', { client_id: 'google' }, undefined],
    ['no secret but a verifier', { client_id: 'google', code_verifier: 'v'.repeat(43) }, undefined],
    ['a wrong secret', { client_id: 'google', client_secret: `${secret}x` }, undefined],
    ['the secret of another', { client_id: 'google', client_secret: 'other' }, undefined],
    ['an unknown client', { client_id: 'constructor', client_secret: secret }, undefined],
    ['a wrong Basic', {}, basic('google:no')],
    ['Basic without a colon', {}, basic('google')],
    ['another scheme', { client_id: 'google', client_secret: secret }, `Bearer ${secret}`],
    ['not base64', {}, 'Basic {}'],
    ['another client in the body', { client_id: 'second' }, basic(`google:${secret}`)],
    ['another secret in the body', { client_secret: 'x' }, basic(`google:${secret}`)],
  ])('%s', (_name, body, authorization) => {
    expect(() => ask(body as Record<string, string>, authorization)).toThrow(
      expect.objectContaining({ code: 'invalid_client', status: 401 }),
    );
  });
});
