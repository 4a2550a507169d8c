import { expect, test } from '@jest/globals';
import { localPath } from './local-path.ts';

test.each(['/', '/account', '/oauth/authorize?a=b%2F%2Fc&d=https%3A%2F%2Fe', '/a?b=//c'])(
  'stays: %s',
  (path) => {
    expect(localPath(path)).toBe(path);
  },
);

test.each([
  null,
  '',
  'account',
  'https://evil.example/',
  'javascript:alert(1)',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' /account',
  '/a\r\nSet-Cookie: x=y',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/é',
  `/${'x'.repeat(16_384)}`,
])('goes nowhere: %j', (path) => {
  expect(localPath(path)).toBeUndefined();
});
