/** Many spellings, one place; and what is another place all the same. */
import { createSecretKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { SourceSettings } from './camera-address.ts';
import { hashHost, hashPlace, isSameStream, targetsOf, hasLogin } from './place.ts';

const key = createSecretKey(Buffer.alloc(32, 7));
const source = (rtsp: string, still?: string): SourceSettings => ({
  stream: rtsp,
  transport: 'auto',
  alwaysWarm: false,
  ...(still !== undefined && { still }),
});

const hashes = (rtsp: string, still?: string): readonly string[] =>
  targetsOf(source(rtsp, still)).map((target) => hashPlace(key, target.host, target));
const hash = (rtsp: string): string | undefined => hashes(rtsp)[0];

const channel = 'rtsp://10.0.0.7/cam/ch~1?channel=1&subtype=0';

test.each([
  [
    'with credentials in the query',
    'rtsp://10.0.0.7/cam/ch~1?user=a&password=b&channel=1&subtype=0&pwd=c',
  ],
  [
    'with other words for them',
    'rtsp://10.0.0.7/cam/ch~1?login=a&passwd=b&channel=1&subtype=0&psw=c',
  ],
  ['with credentials', 'rtsp://user:secret@10.0.0.7/cam/ch~1?channel=1&subtype=0'],
  ['with its usual port', 'rtsp://10.0.0.7:554/cam/ch~1?channel=1&subtype=0'],
  ['with an encoded slash', 'rtsp://10.0.0.7/cam%2Fch~1?channel=1&subtype=0'],
  ['by a way round with encoded slashes', 'rtsp://10.0.0.7/x%2f..%2Fcam/ch~1?channel=1&subtype=0'],
  ['with all that divides it encoded', 'rtsp://10.0.0.7/cam/ch~1%3fchannel%3D1%26subtype%3d0'],
  ['through NAT64', 'rtsp://[64:ff9b::10.0.0.7]/cam/ch~1?channel=1&subtype=0'],
  ['over TLS on the same port', 'rtsps://10.0.0.7:554/cam/ch~1?channel=1&subtype=0'],
  ['with letters in capitals', 'RTSP://10.0.0.7/cam/ch~1?channel=1&subtype=0'],
  ['percent-encoded', 'rtsp://10.0.0.7/c%61m/ch%7e1?channel=%31&subtype=0'],
  ['by a way round', 'rtsp://10.0.0.7/x/../cam/./ch~1?channel=1&subtype=0'],
  ['by an encoded way round', 'rtsp://10.0.0.7/x/%2e%2e/cam/ch~1?channel=1&subtype=0'],
  ['with slashes to spare', 'rtsp://10.0.0.7//cam//ch~1/?channel=1&subtype=0'],
  ['asked in another order', 'rtsp://10.0.0.7/cam/ch~1?subtype=0&channel=1&'],
  ['as IPv4-mapped IPv6', 'rtsp://[::ffff:10.0.0.7]/cam/ch~1?channel=1&subtype=0'],
  ['as the same in hexadecimal', 'rtsp://[::FFFF:A00:7]/cam/ch~1?channel=1&subtype=0'],
])('the same place, %s', (_, spelt) => {
  expect(hash(spelt)).toBe(hash(channel));
});

test.each([
  ['another address', 'rtsp://10.0.0.8/cam/ch~1?channel=1&subtype=0'],
  ['another port', 'rtsp://10.0.0.7:8554/cam/ch~1?channel=1&subtype=0'],
  ['the usual port over TLS', 'rtsps://10.0.0.7/cam/ch~1?channel=1&subtype=0'],
  ['another path', 'rtsp://10.0.0.7/cam/ch~2?channel=1&subtype=0'],
  ['the path in capitals', 'rtsp://10.0.0.7/CAM/ch~1?channel=1&subtype=0'],
  ['a dot that is none', 'rtsp://10.0.0.7/cam/ch~1.?channel=1&subtype=0'],
  ['an encoded percent sign', 'rtsp://10.0.0.7/cam%252Fch~1?channel=1&subtype=0'],
  ['through another translator', 'rtsp://[64:ff9b:1::10.0.0.7]/cam/ch~1?channel=1&subtype=0'],
  ['another channel', 'rtsp://10.0.0.7/cam/ch~1?channel=2&subtype=0'],
  ['nothing asked', 'rtsp://10.0.0.7/cam/ch~1'],
])('another place: %s', (_, spelt) => {
  expect(hash(spelt)).not.toBe(hash(channel));
});

test.each([
  ['rtsp://h/x?a', 'rtsp://h/x?a='],
  ['rtsp://h/x?a=b%20c', 'rtsp://h/x?a=b+c'],
  ['rtsp://h/x?a=b%2fc', 'rtsp://h/x?a=b/c'],
  ['rtsp://h/x?a=%2B', 'rtsp://h/x?a=%2b'],
  ['rtsp://h/x?pwd', 'rtsp://h/x'],
  ['rtsp://h/x?token=6f1c9aB2', 'rtsp://h/x?token=Qq0d4x77'],
  ['rtsp://0.0.0.0/x', 'rtsp://127.0.0.1/x'],
  ['rtsp://[::1]/x', 'rtsp://127.0.0.1/x'],
  ['rtsp://[::]/x', 'rtsp://127.0.0.1/x'],
  ['rtsp://[::ffff:127.0.0.1]/x', 'rtsp://127.0.0.1/x'],
  ['rtsp://[::ffff:0.0.0.0]/x', 'rtsp://127.0.0.1/x'],
  ['rtsp://[64:ff9b::]/x', 'rtsp://0.0.0.0/x'],
  ['rtsp://[64:FF9B:0::0.0.0.7]/x', 'rtsp://0.0.0.7/x'],
])('%s and %s are one place', (one, other) => expect(hash(one)).toBe(hash(other)));

test.each([
  // In a path a plus is a plus.
  ['rtsp://h/b%20c', 'rtsp://h/b+c'],
  ['rtsp://h/x?a=%2B', 'rtsp://h/x?a=+'],
  ['rtsp://h/x?a', 'rtsp://h/x?b'],
  // ONVIF's name of a channel is no log-in.
  ['rtsp://h/x?token=Profile_1', 'rtsp://h/x?token=Profile_2'],
  ['rtsp://h/x?token=000', 'rtsp://h/x?token=001'],
  // Each may be a server of its own.
  ['rtsp://127.0.0.1/x', 'rtsp://127.9.9.9/x'],
  ['rtsp://[64:ff9b::1:2:3]/x', 'rtsp://0.2.0.3/x'],
])('%s and %s are two', (one, other) => expect(hash(one)).not.toBe(hash(other)));

test('an empty query and path, and a way to write IPv6', () => {
  expect(hash('rtsp://[FE80:0::1]/?')).toBe(hash('rtsp://[fe80::1]'));
});

test('a still has a place of its own; its address may be written in any way', () => {
  const [stream, still] = hashes(channel, 'http://0x0a.7:80/snap.jpg?');
  expect(still).toBe(hashes(channel, 'http://admin:x@10.0.0.7/snap.jpg')[1]);
  expect(still).not.toBe(stream);
});

test('where it stands under another key cannot be told from the hash', () => {
  const [target] = targetsOf(source(channel));
  if (target === undefined) throw new TypeError('no target');
  const other = hashPlace(createSecretKey(Buffer.alloc(32, 8)), target.host, target);
  expect(other).not.toBe(hash(channel));
  expect(other).toMatch(/^[\w-]{43}$/);
});

test('a zone of this machine is no part of an address', () => {
  const at = { port: 554, path: '/x' };
  expect(hashPlace(key, 'fe80::1%eth0', at)).toBe(hashPlace(key, 'fe80::1', at));
});

test('credentials in the path are no part of where it leads', () => {
  const at = (login: string, number: string) =>
    hash(`rtsp://10.0.0.7/${login}&channel=${number}&stream=0.sdp`);
  expect(at('user=admin&password=', '1')).toBe(at('user=viewer&password=secret', '1'));
  expect(at('user=admin&password=', '1')).not.toBe(at('user=admin&password=', '2'));
});

test('an address alone is spelt as it is in a place', () => {
  expect(hashHost(key, '::1')).toBe(hashHost(key, '127.0.0.1'));
  expect(hashHost(key, '64:ff9b::a00:7')).toBe(hashHost(key, '10.0.0.7'));
});

test('a stream is the same for whoever logs in, and under the same name', () => {
  const at = (stream: string) => ({ stream });
  const named = at('rtsp://u:old@Camera.local/x?channel=1');
  expect(isSameStream(named, at('rtsp://u:new@camera.local:554//x?channel=1'))).toBe(true);
  expect(isSameStream(named, at('rtsp://u:old@camera.local/x?channel=2'))).toBe(false);
  expect(isSameStream(named, at('rtsp://u:old@10.0.0.7/x?channel=1'))).toBe(false);
});

test('a log-in is told by its name, and a media profile is none', () => {
  const tells = (text: string): boolean => hasLogin(new URL(text));
  const secret = 'rtsp://h/x?token=6f1c9aB2';
  expect([secret, 'rtsp://h/x?pwd=a', 'rtsp://h/user=a&channel=1'].map(tells)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['rtsp://h/x?token=MediaProfile_1', 'rtsp://h/user/1'].map(tells)).toEqual([false, false]);
});
