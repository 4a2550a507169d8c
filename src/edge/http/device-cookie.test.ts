import { expect, test } from '@jest/globals';
import { createDeviceCookie } from './device-cookie.ts';

const cookie = createDeviceCookie('http://127.0.0.1:8080');
const account = (id: string, passwordHash = `hash of ${id}`) => ({ id, passwordHash });
const birch = account('birch');
/** What the browser sends for what it was told to keep. */
const sent = (kept: string) => cookie.read(`casement=x; ${kept.split(';')[0] ?? ''}; other=y`);

test('a browser is known for the accounts that signed in there, and for no other', () => {
  const tokens = sent(cookie.keep(sent(cookie.keep([], birch)), account('harbour')));
  expect(tokens).toHaveLength(2);
  expect(cookie.find(tokens, birch)).toBe(tokens[1]);
  expect(cookie.find(tokens, account('harbour'))).toBe(tokens[0]);
  expect(cookie.find(tokens, account('attic'))).toBeUndefined();
});

test('it is known no more once the password is another one', () => {
  const tokens = sent(cookie.keep([], birch));
  expect(cookie.find(tokens, account('birch', 'another hash'))).toBeUndefined();
});

test('nobody can make one, or of one another', () => {
  const [token = ''] = sent(cookie.keep([], birch));
  const [name = '', mac = ''] = token.split('.');
  for (const forged of [
    `${mac}.${name}`,
    `${name.replace(/./, (first) => (first === '_' ? '-' : '_'))}.${mac}`,
    `${name}.`,
    '',
    '~',
  ]) {
    expect(cookie.find(cookie.read(`casement-device=${forged}`), birch)).toBeUndefined();
  }
});

test('it stays the same for who signs in again, and holds four accounts at most', () => {
  const first = sent(cookie.keep([], birch));
  expect(sent(cookie.keep(first, birch))).toEqual(first);
  let tokens = first;
  for (const id of ['a', 'b', 'c', 'd']) tokens = sent(cookie.keep(tokens, account(id)));
  expect(tokens).toHaveLength(4);
  expect(cookie.find(tokens, birch)).toBeUndefined();
  const flood = Array.from({ length: 99 }, () => first[0]).join('~');
  expect(cookie.read(`casement-device=${flood}`)).toHaveLength(4);
});
