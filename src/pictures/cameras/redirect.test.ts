import { describe, expect, test } from '@jest/globals';
import { type OriginReason, OriginRefusal } from './origin/origin.ts';
import { anyGuard } from '../../workshop/testing/any-camera.ts';
import { redirected } from './redirect.ts';

function led(from: string, location: string, peer: string | undefined = '192.0.2.7') {
  const refusals: OriginReason[] = [];
  const guard = anyGuard({ onRefused: (reason) => refusals.push(reason) });
  try {
    return redirected(guard, { from: new URL(from), location, peer })?.href;
  } catch (error) {
    expect(error).toEqual(new OriginRefusal('leads-elsewhere'));
    return refusals;
  }
}
const refused: readonly OriginReason[] = ['leads-elsewhere'];

describe('over HTTP', () => {
  const from = 'http://door.lan:8080/still?w=1';

  test.each([
    ['/other?x=2', 'http://door.lan:8080/other?x=2'],
    ['http://DOOR.lan:8080/other', 'http://door.lan:8080/other'],
    ['http://u:p@192.0.2.7:8080/other#top', 'http://door.lan:8080/other'],
    ['http://[::ffff:192.0.2.7]:8080/other', 'http://door.lan:8080/other'],
    ['http://', undefined],
  ])('%s leads to %s', (location, to) => expect(led(from, location)).toBe(to));

  test('what is longer than any URL of a camera leads nowhere', () => {
    const path = `/${'a'.repeat(2_047)}`;
    expect(led(from, path)).toBe(`http://door.lan:8080${path}`);
    expect(led(from, `${path}a`)).toBeUndefined();
  });

  test.each([
    'https://door.lan:8080/still',
    'http://door.lan/still',
    'http://door.lan:8081/still',
    'http://192.0.2.8:8080/still',
    'http://gate.lan:8080/still',
    'rtsp://door.lan:8080/still',
    '//gate.lan:8080/still',
    'javascript:1',
  ])('%s leads elsewhere, and that is heard of', (location) => {
    expect(led(from, location)).toEqual(refused);
  });
});

describe('over RTSP', () => {
  const from = 'rtsp://cam.lan:554/a';

  test.each([
    'rtsp://CAM.LAN/b?c=d',
    'rtsp://x:y@cam.lan:554/b?c=d',
    'rtsp://cam.lan./b?c=d',
    'rtsp://192.0.2.7/b?c=d',
    '/b?c=d',
  ])('%s stays on the origin', (location) => {
    expect(led(from, location)).toBe('rtsp://cam.lan:554/b?c=d');
  });

  test.each([
    'rtsp://cam.lan:8554/b',
    'rtsps://cam.lan:554/b',
    'rtsp://other.lan/b',
    'rtsp://u:p@192.0.2.8/b',
    'rtsp://cam.lan.evil/b',
    '//other.lan/b',
    'http://cam.lan/',
    'http://cam.lan:554/',
    'file:///etc/passwd',
    'rtsp://',
  ])('%s leads elsewhere, and that is heard of', (location) => {
    expect(led(from, location)).toEqual(refused);
  });
});

test('where nobody knows who answered, only the name that was asked is the same', () => {
  const from = 'http://door.lan/still';
  expect(led(from, 'http://192.0.2.7/x', '')).toEqual(refused);
  expect(led(from, '/x', '')).toBe('http://door.lan/x');
});
