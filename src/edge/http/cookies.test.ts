import { expect, test } from '@jest/globals';
import { createSignInCookie } from './cookies.ts';

const value = 'v'.repeat(43);

test('on https the cookie is bound to the host and to TLS', () => {
  const cookie = createSignInCookie('https://casement.example');
  expect(cookie.keep(value)).toBe(
    `__Host-casement=${value}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=43200`,
  );
  expect(cookie.read(`casement=${value}`)).toBeUndefined();
  expect(cookie.read(`a=b; __Host-casement=${value}`)).toBe(value);
  expect(cookie.forget()).toContain('Max-Age=0');
});

test('on plain http it has no prefix, which browsers would refuse', () => {
  const cookie = createSignInCookie('http://127.0.0.1:8080');
  expect(cookie.keep(value)).toBe(
    `casement=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200`,
  );
});

test.each([
  undefined,
  '',
  'casement=',
  'casement=short',
  `casement=${value}x`,
  `xcasement=${value}`,
])('reads nothing from %s', (header) => {
  expect(createSignInCookie('http://localhost').read(header)).toBeUndefined();
});
