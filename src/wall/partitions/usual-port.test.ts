import { expect, test } from '@jest/globals';
import { usualPort } from './usual-port.ts';

test('the ports of cameras, and of nothing else: what every object has is no protocol', () => {
  const asked = ['rtsp:', 'https:', 'ftp:', 'constructor', '__proto__'];
  expect(asked.map(usualPort)).toEqual([554, 443, undefined, undefined, undefined]);
});
