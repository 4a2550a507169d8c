import { expect, test } from '@jest/globals';
import { sameRealm, spellRealm } from './realm.ts';

const same = (bound: string, offered: string) => sameRealm(spellRealm(bound), spellRealm(offered));

test.each([
  ['IPC/1.0', 'IPC/2.0'],
  ['Login to 192.0.2.7', 'Login to 192.0.2.8'],
  ['192.0.2.7', '192.0.2.7'],
  ['', ''],
])('%j and %j are the same', (bound, offered) => expect(same(bound, offered)).toBe(true));

test.each([
  ['IPC', 'NVR'],
  ['192.0.2.7', '192.0.2.8'],
  ['192.0.2.7:554', '192.0.2.8:554'],
  ['(192.0.2.7)', '(192.0.2.8)'],
  ['1.0', '2.0'],
  ['http://192.0.2.7/', 'http://192.0.2.8/'],
  ['192.0.2.7', ''],
  ['192.0.2.7', 'IPC'],
])('%j and %j are not', (bound, offered) => expect(same(bound, offered)).toBe(false));

test('what an earlier version bound of an address alone is that address, whichever it is now', () => {
  expect(sameRealm('', spellRealm('192.0.2.7'))).toBe(true);
  expect(sameRealm('( )', spellRealm('(192.0.2.7)'))).toBe(true);
  expect(sameRealm('', spellRealm('IPC'))).toBe(false);
});
