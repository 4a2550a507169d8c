import { expect, test } from '@jest/globals';
import { calledAtMost, calledCandidates, isPublic } from './called.ts';

test.each(['1.1.1.1', '8.8.4.4', '2606:4700::1111', '::ffff:1.1.1.1'])(
  '%s is public',
  (address) => {
    expect(isPublic(address)).toBe(true);
  },
);

test.each([
  ['this machine', '127.0.0.1', '::1', '0.0.0.0', '0.1.2.3', '::'],
  ['a home', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.5', 'fd00::1', 'fec0::1'],
  ['a link', '169.254.169.254', 'fe80::1', 'fe80::1%eth0'],
  ['a provider', '100.64.0.1', '100.127.255.255'],
  ['a group', '224.0.0.251', '239.255.255.250', '255.255.255.255', 'ff02::fb'],
  ['nobody', '192.0.2.1', '198.51.100.7', '203.0.113.5', '198.18.0.1', '240.0.0.1', '2001:db8::1'],
  ['IPv4 wrapped up', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::127.0.0.1', '2002:7f00:1::'],
  ['IPv4 behind a translator', '64:ff9b::7f00:1', '64:ff9b:1::1', '2001::1'],
  ['no address', '', 'home.example', 'a.local', '1.1.1.999', '1.1.1.1:80'],
])('an address of %s is not', (_whose, ...addresses) => {
  expect(addresses.filter(isPublic)).toEqual([]);
});

const line = (address: string, priority = 1, port = 9) =>
  `candidate:1 1 udp ${priority} ${address} ${port} typ host generation 0`;

test('the likeliest public ones are called, each place once, so many at most', () => {
  const offered = [
    line('1.1.1.1', 5),
    line('192.168.1.5', 9),
    line('1.1.1.1', 7),
    line('1.1.1.1', 3, 10),
    line('2606:4700::1', 8),
    line('9.9.9.9', 1),
  ];
  const addresses = (most: number) =>
    calledCandidates(offered, most).map((one) => one.split(' ').slice(4, 6).join(' '));
  expect(addresses(3)).toEqual(['2606:4700::1 9', '1.1.1.1 9', '1.1.1.1 10']);
  expect(addresses(6)).toHaveLength(4);
  expect(addresses(0)).toEqual([]);
});

test('nothing of the display’s own words is handed on', () => {
  expect(calledCandidates([`${line('1.1.1.1')} ufrag x-evil`], 6)).toEqual([
    'candidate:1 1 udp 1 1.1.1.1 9 typ host',
  ]);
});

test('with every way to a display it is fewer addresses, so that the datagrams stay as few', () => {
  const stun = { hostname: 'stun.example.net', port: 3478 };
  const turn = { ...stun, username: 'u', password: 'p', relayType: 'TurnUdp' } as const;
  expect(calledAtMost([])).toBe(0);
  expect(calledAtMost([stun, stun])).toBe(6);
  expect(calledAtMost([stun, turn])).toBe(4);
  expect(calledAtMost([turn, turn, turn])).toBe(2);
});
