import { expect, test } from '@jest/globals';
import { RtspFault } from './fault.ts';
import { namedPlaces } from './named-places.ts';

test.each([
  ['/cam', '/cam'],
  ['/cam', '/cam/'],
  ['/cam?channel=1', '/cam/'],
  ['/cam?channel=1&subtype=0', '//cam/?subtype=0&channel=1'],
  ['/', '/'],
])('of %s, %s is itself', (own, named) => expect(namedPlaces(own, named)).toEqual([]));

test.each([
  ['/cam', '/cam/trackID=1', ['/cam/trackID%3d1']],
  // Below its presentation, but perhaps another one's.
  ['/cam', '/cam/2/v', ['/cam/2/v', '/cam/2']],
  ['/cam?channel=1', '/cam/v', ['/cam/v']],
  ['/cam?channel=1', '/cam/v?channel=1', ['/cam/v', '/cam/v?channel=1']],
  ['/cam?channel=1', '/cam?channel=1/v', ['/cam/v', '/cam/v?channel=1']],
])('of %s, %s is a track', (own, named, places) => {
  expect(namedPlaces(own, named)).toEqual(places);
});

test.each([
  ['/ch1', '/ch2/v', ['/ch2/v', '/ch2']],
  ['/ch1', '/ch2', ['/ch2', '/']],
  ['/live/ch1', '/live/ch2/v', ['/live/ch2/v', '/live/ch2']],
  // Its presentation may be the one above.
  ['/live', '/v', ['/v', '/']],
  ['/live/a', '/live/v', ['/live/v', '/live']],
  ['/cam?channel=1', '/cam?channel=2', ['/cam?channel=2']],
  ['/cam?channel=1', '/cam?channel=2/v', ['/cam/v', '/cam/v?channel=2', '/cam?channel=2']],
  ['/cam?channel=1', '/cam/v?channel=2', ['/cam/v', '/cam/v?channel=2', '/cam?channel=2']],
  // With all that divides it encoded.
  ['/cam?channel=1', '/cam%3Fchannel=2/v', ['/cam/v', '/cam/v?channel=2', '/cam?channel=2']],
  // Slashes in the query.
  [
    '/s?path=/ch/1',
    '/s?path=/ch/2/v',
    [
      '/s/ch/2/v',
      '/s/ch/2/v?path',
      '/s/ch/2',
      '/s/ch/2?path',
      '/s?path=%2fch%2f2',
      '/s?path=%2fch%2f2%2fv',
    ],
  ],
  // Credentials ask for no channel.
  ['/cam', '/cam/v?user=a&password=b', ['/cam/v']],
])('of %s, %s may be another', (own, named, places) => {
  expect(namedPlaces(own, named)).toEqual(places);
});

test('what goes too deep is no honest URL', () => {
  const deep = '/x'.repeat(17);
  expect(namedPlaces('/cam', deep.slice(2)).length).toBeLessThan(20);
  expect(() => namedPlaces('', deep)).toThrow(new RtspFault('malformed'));
});
