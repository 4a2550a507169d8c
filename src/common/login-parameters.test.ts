import { expect, test } from '@jest/globals';
import { readLoginSchemes } from './login-parameters.ts';

const read = (value: string): unknown =>
  readLoginSchemes(value).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

test('several schemes in one value, each with its own parameters', () => {
  expect(read('Basic realm="a, b", Digest realm=c, NONCE="1", qop="auth,auth-int"')).toEqual([
    ['basic', { realm: 'a, b' }],
    ['digest', { realm: 'c', nonce: '1', qop: 'auth,auth-int' }],
  ]);
});

test('what is escaped in quotes is read as it was meant', () => {
  expect(read(String.raw`Digest username="the \"door\"", uri="a\\b"`)).toEqual([
    ['digest', { username: 'the "door"', uri: String.raw`a\b` }],
  ]);
});

test.each(['', 'Digest', 'realm="a"', '"Digest" realm="a"'])('no scheme in %j', (value) => {
  expect(read(value)).toEqual([]);
});
