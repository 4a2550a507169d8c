import { describe, expect, test } from '@jest/globals';
import { RtspFault } from './fault.ts';
import { parseTarget, redirected } from './target.ts';

describe('target', () => {
  test('takes the credentials out of the URL', () => {
    expect(parseTarget('rtsp://us%40er:p%2Fa:s@cam.lan/live/1?a=b&c')).toEqual({
      host: 'cam.lan',
      port: 554,
      secure: false,
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

describe('redirect', () => {
  const from = parseTarget('rtsp://u:p@cam.lan:554/a');
  const credentials = { user: 'u', password: 'p' };

  test('our credentials follow to the same host only', () => {
    expect(redirected(from, 'rtsp://cam.lan:8554/b').credentials).toEqual(credentials);
    expect(redirected(from, 'rtsp://CAM.LAN/b').credentials).toEqual(credentials);
    expect(redirected(from, 'rtsps://cam.lan/b').credentials).toEqual(credentials);
    expect(redirected(from, 'rtsp://other.lan/b').credentials).toBeUndefined();
    expect(redirected(from, 'rtsp://x:y@other.lan/b').credentials).toEqual({
      user: 'x',
      password: 'y',
    });
  });

  test('and never from TLS to plain text', () => {
    const secure = parseTarget('rtsps://u:p@cam.lan/a');
    expect(redirected(secure, 'rtsp://cam.lan/b').credentials).toBeUndefined();
    expect(redirected(secure, 'rtsps://cam.lan/b').credentials).toEqual(credentials);
  });

  test('a path alone stays with the host', () => {
    expect(redirected(from, '/c').uri).toBe('rtsp://cam.lan:554/c');
  });

  test.each(['http://cam.lan/', 'file:///etc/passwd', 'rtsp://'])(
    '%p leads nowhere',
    (location) => {
      expect(() => redirected(from, location)).toThrow(RtspFault);
    },
  );
});
