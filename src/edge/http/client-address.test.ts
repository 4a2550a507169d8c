import { expect, test } from '@jest/globals';
import { addressOf } from './client-address.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8::7', '2001:db8::7'],
  ['fe80::7%eth0', 'fe80::7'],
  ['unknown', undefined],
  ['192.0.2.7:4711', '192.0.2.7'],
  ['[2001:db8::7]:4711', '2001:db8::7'],
  ['[::ffff:192.0.2.7]:4711', '192.0.2.7'],
  ['[2001:db8::7]', '2001:db8::7'],
  ['192.0.2.7:4711, 192.0.2.8', undefined],
  ['[192.0.2.7', undefined],
  [undefined, undefined],
])('%s is the address %s', (ip, address) => {
  expect(addressOf({ ip })).toBe(address);
});
