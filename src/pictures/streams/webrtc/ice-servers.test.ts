import { expect, test } from '@jest/globals';
import { toNativeIceServers } from './ice-servers.ts';

test('from the browser’s form to the native one', () => {
  const credentials = { username: 'u', credential: 'c' };
  expect(
    toNativeIceServers([
      { urls: ['stun:stun.example.net', 'stun:[2001:db8::1]:99'] },
      { urls: 'turn:turn.example.net:3479', ...credentials },
      { urls: 'turn:turn.example.net?transport=tcp', ...credentials },
      { urls: 'turns:turn.example.net', ...credentials },
    ]),
  ).toEqual([
    { hostname: 'stun.example.net', port: 3478 },
    { hostname: '2001:db8::1', port: 99 },
    {
      hostname: 'turn.example.net',
      port: 3479,
      username: 'u',
      password: 'c',
      relayType: 'TurnUdp',
    },
    {
      hostname: 'turn.example.net',
      port: 3478,
      username: 'u',
      password: 'c',
      relayType: 'TurnTcp',
    },
    {
      hostname: 'turn.example.net',
      port: 5349,
      username: 'u',
      password: 'c',
      relayType: 'TurnTls',
    },
  ]);
});

test.each([
  [{ urls: 'http://stun.example.net' }],
  [{ urls: 'stun:' }],
  [{ urls: 'stun:host:99999' }],
  [{ urls: 'turn:turn.example.net' }],
  [{ urls: 'turn:turn.example.net', username: 'u' }],
])('refuses %j', (server) => {
  expect(() => toNativeIceServers([server])).toThrow(TypeError);
});
