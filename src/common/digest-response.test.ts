import { expect, test } from '@jest/globals';
import { digestResponse } from './digest-response.ts';

// Who logs in and who lets in compute it by the same function: these are the numbers of the standards.

test.each([
  ['md5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['sha256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
] as const)('%s: the example of RFC 7616 §3.9.1', (hash, response) => {
  const login = {
    hash,
    user: 'Mufasa',
    realm: 'http-auth@example.org',
    password: 'Circle of Life',
    method: 'GET',
    uri: '/dir/index.html',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    qop: { name: 'auth', count: '00000001' },
  };
  expect(digestResponse(login)).toBe(response);
  expect(digestResponse({ ...login, session: true })).not.toBe(response);
});

test('without qop: the example of RFC 2069 with errata', () => {
  const login = {
    hash: 'md5',
    user: 'Mufasa',
    realm: 'testrealm@host.com',
    password: 'CircleOfLife',
    method: 'GET',
    uri: '/dir/index.html',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    cnonce: '',
    qop: undefined,
  } as const;
  expect(digestResponse(login)).toBe('1949323746fe6a43ef61f9606e7febea');
});
