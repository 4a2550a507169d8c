import { expect, test } from '@jest/globals';
import { chooseProtocol } from './choose-protocol.ts';

const orders = { usual: ['webrtc', 'hls'], cast: ['hls', 'webrtc'] } as const;

test.each([
  [['hls'], false, 'hls'],
  [['hls', 'webrtc'], false, 'webrtc'],
  [['hls', 'webrtc'], true, 'hls'],
  [['webrtc'], true, 'webrtc'],
  [['dash', 'progressive_mp4', 'hls'], false, 'hls'],
])('of %j with cast %p it is %s', (protocols, toChromecast, chosen) => {
  expect(chooseProtocol({ protocols, toChromecast }, orders)).toBe(chosen);
});

test.each([[[]], [['dash']], [['HLS']], [['constructor']]])(
  'of %j there is none: never one that was not asked for',
  (protocols) => {
    expect(() => chooseProtocol({ protocols, toChromecast: false }, orders)).toThrow(
      expect.objectContaining({ code: 'protocol-unsupported' }),
    );
  },
);

test('a protocol that is switched off is not given, though asked for', () => {
  const hlsOnly = { usual: ['hls'], cast: ['hls'] } as const;
  expect(() => chooseProtocol({ protocols: ['webrtc'], toChromecast: false }, hlsOnly)).toThrow();
});
