import { expect, test } from '@jest/globals';
import { OriginRefusal } from './origin/origin.ts';
import { anyGuard } from '../../workshop/testing/any-camera.ts';
import { ledBy } from './http-redirect.ts';

const from = new URL('http://door.lan:8080/still?w=1');

function led(location: string | undefined, status = 302) {
  return ledBy(anyGuard(), { from, status, headers: { location }, peer: '192.0.2.7' })?.href;
}

test('a redirect leads to another path of the origin, and any other answer nowhere', () => {
  expect(led('/other?x=2')).toBe('http://door.lan:8080/other?x=2');
  for (const status of [200, 401]) expect(led('/other', status)).toBeUndefined();
  for (const location of [undefined, 'http://']) expect(led(location)).toBeUndefined();
  expect(() => led('//gate.lan:8080/')).toThrow(new OriginRefusal('leads-elsewhere'));
});
