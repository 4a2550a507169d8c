import { expect, test } from '@jest/globals';
import { namesStream } from './names-stream.ts';

test.each([
  ['/Streaming/Channels/102?transportmode=unicast&profile=Profile_2', '/Streaming/Channels/102'],
  ['/cam?channel=1&subtype=1&unicast=true&proto=Onvif', '/cam?channel=1&subtype=1'],
  ['/Live/', '/live'],
  ['//h264Preview_01_sub?a=b', '//h264Preview_01_sub'],
])('%s is %s', (named, wanted) => {
  expect(namesStream(named, wanted)).toBe(true);
});

test.each([
  ['/cam?channel=2&subtype=1', '/cam?channel=1&subtype=1'],
  ['/live', '/live?channel=1'],
  // Read as hosts, both would have no path at all.
  ['//h264Preview_02_sub', '//h264Preview_01_sub'],
  ['//a:b/', '/live'],
])('%s is not %s', (named, wanted) => {
  expect(namesStream(named, wanted)).toBe(false);
});
