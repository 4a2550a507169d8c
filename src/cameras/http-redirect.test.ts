import { expect, test } from '@jest/globals';
import { type OriginReason, OriginRefusal } from '../partitions/origin.ts';
import { anyGuard } from '../testing/any-camera.ts';
import { redirected } from './http-redirect.ts';

const from = new URL('http://door.lan:8080/still?w=1');

function led(location: string | undefined, status = 302) {
  const to = redirected(anyGuard(), { from, status, headers: { location }, peer: '192.0.2.7' });
  return to?.href;
}

test('a redirect leads to another path of the origin', () => {
  expect(led('/other?x=2')).toBe('http://door.lan:8080/other?x=2');
  expect(led('http://DOOR.lan:8080/other')).toBe('http://door.lan:8080/other');
  expect(led('http://u:p@192.0.2.7:8080/other#top')).toBe('http://door.lan:8080/other');
  for (const status of [200, 401]) expect(led('/other', status)).toBeUndefined();
  for (const location of [undefined, 'http://']) expect(led(location)).toBeUndefined();
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
])('and not to %s', (location) => {
  expect(() => led(location)).toThrow(new OriginRefusal('leads-elsewhere'));
});

test('where it would lead elsewhere, that is heard of', () => {
  const refusals: OriginReason[] = [];
  const guard = anyGuard({ onRefused: (reason) => refusals.push(reason) });
  const headers = { location: 'http://gate.lan/' };
  expect(() => redirected(guard, { from, status: 302, headers, peer: undefined })).toThrow();
  expect(refusals).toEqual(['leads-elsewhere']);
});
