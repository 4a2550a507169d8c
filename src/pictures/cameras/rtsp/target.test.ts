import { describe, expect, test } from '@jest/globals';
import { RtspFault } from './fault.ts';
import { onOrigin, parseTarget } from './target.ts';

describe('target', () => {
  test('takes the credentials out of the URL', () => {
    expect(parseTarget('rtsp://us%40er:p%2Fa:s@cam.lan/live/1?a=b&c')).toEqual({
      host: 'cam.lan',
      port: 554,
      secure: false,
      path: '/live/1?a=b&c',
      uri: 'rtsp://cam.lan/live/1?a=b&c',
      credentials: { user: 'us@er', password: 'p/a:s' },
    });
    expect(parseTarget('rtsps://[fe80::1]:7/').host).toBe('fe80::1');
    expect(parseTarget('rtsps://[fe80::1]').port).toBe(322);
    expect(parseTarget('rtsp://u:100%25%zz@h').credentials?.password).toBe('100%25%zz');
  });

  test.each(['', 'cam.lan', 'http://cam.lan/', 'rtsp:///x', 'rtsp://h:99999/'])(
    'refuses %p',
    (text) => expect(() => parseTarget(text)).toThrow(RtspFault),
  );
});

test('what a camera names counts by its path and query', () => {
  const target = parseTarget('rtsp://u:p@cam.lan:554/a');
  for (const [named, meant] of [
    ['rtsp://10.0.0.9:9/b/?c=d', 'rtsp://cam.lan:554/b/?c=d'],
    ['rtsps://x:y@other/', 'rtsp://cam.lan:554/'],
    ['rtsp://rtsp://192.0.2.10:554/stream1/', 'rtsp://cam.lan:554/stream1/'],
    ['/b', 'rtsp://cam.lan:554/b'],
  ] as const) {
    expect(onOrigin(target, named)).toBe(meant);
  }
});
