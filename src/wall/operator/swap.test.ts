/** What two cameras exchange, and what stays with each. */
import { expect, test } from '@jest/globals';
import type { SourceSettings } from '../partitions/camera-address.ts';
import { swapped } from './swap.ts';

const source = (rtsp: string, over: Partial<SourceSettings> = {}): SourceSettings => ({
  stream: rtsp,
  transport: 'auto',
  alwaysWarm: false,
  ...over,
});

test('the hosts of all URLs; ports, paths, log-ins and settings stay', () => {
  const door = source('rtsp://u:p%40:x@10.0.0.7:8554/door?a=1', {
    still: 'https://10.0.0.7/snap.jpg',
    onvif: 'http://10.0.0.7:8080/onvif',
    alwaysWarm: true,
  });
  const gate = source('rtsps://[fe80::8]/gate', {
    still: 'http://admin@[fe80::8]:81/s?c=2',
    onvif: 'http://[fe80::8]',
    transport: 'udp',
  });
  expect(swapped(door, gate)).toEqual({
    sources: [
      {
        ...door,
        stream: 'rtsp://u:p%40:x@[fe80::8]:8554/door?a=1',
        still: 'https://[fe80::8]/snap.jpg',
        onvif: 'http://[fe80::8]:8080/onvif',
      },
      {
        ...gate,
        stream: 'rtsps://10.0.0.7/gate',
        still: 'http://admin@10.0.0.7:81/s?c=2',
        onvif: 'http://10.0.0.7',
      },
    ],
    exchanged: [
      { line: 'stream', what: 'host' },
      { line: 'still', what: 'host' },
      { line: 'onvif', what: 'host' },
    ],
  });
});

test('the ports, where the hosts are the same', () => {
  const { sources, exchanged } = swapped(
    source('rtsp://Home.example:1554/door', { still: 'http://home.example:81/a' }),
    source('rtsp://home.example/gate', { still: 'http://home.example:82/b' }),
  );
  expect(sources.map(({ stream: rtsp, still }) => [rtsp, still])).toEqual([
    ['rtsp://home.example/door', 'http://home.example:82/a'],
    ['rtsp://home.example:1554/gate', 'http://home.example:81/b'],
  ]);
  expect(exchanged.map(({ what }) => what)).toEqual(['port', 'port']);
});

test.each([0, 1])('a URL that only one has moves with its camera: %i', (at) => {
  const pair: [SourceSettings, SourceSettings] = [
    source('rtsp://10.0.0.7/a', { onvif: 'http://10.0.0.7/onvif' }),
    source('rtsp://10.0.0.8/b'),
  ];
  const [one, other] = at === 0 ? pair : pair.toReversed();
  if (one === undefined || other === undefined) throw new TypeError('no pair');
  const { sources } = swapped(one, other);
  expect(sources[at]?.onvif).toBe('http://10.0.0.8/onvif');
  expect(sources[1 - at]).not.toHaveProperty('onvif');
});

const cannot = 'cannot be exchanged';
test.each([
  ['nothing to exchange', source('rtsp://nvr/1'), source('rtsp://nvr/2'), `the RTSP URL ${cannot}`],
  [
    'a still on another host',
    source('rtsp://10.0.0.7/a', { still: 'http://gateway/1.jpg' }),
    source('rtsp://10.0.0.8/b'),
    `the still URL ${cannot}`,
  ],
  [
    'a port that the other has not',
    source('rtsp://home:1/a', { onvif: 'http://home:81/' }),
    source('rtsp://home:2/b'),
    `the ONVIF URL ${cannot}`,
  ],
])('refused: %s', (_, one, other, message) => {
  expect(() => swapped(one, other)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  expect(() => swapped(one, other)).toThrow(message);
  expect(() => swapped(one, other)).toThrow('casement camera source');
});

test('a name that was vouched for is not the one that the camera has then', () => {
  const door = source('rtsp://restreamer/door', { trustName: true });
  const gate = source('rtsp://gate.example/gate');
  const { sources } = swapped(door, gate);
  expect(sources.map(({ trustName }) => trustName)).toEqual([undefined, undefined]);
  const ports = swapped(source('rtsp://nat:1/a', { trustName: true }), source('rtsp://nat:2/b'));
  expect(ports.sources[0].trustName).toBe(true);
});
