import { describe, expect, test } from '@jest/globals';
import type { VideoTrack } from '../media/unit.ts';
import { chooseProtocol } from './choose-protocol.ts';

const orders = { usual: ['webrtc', 'hls'], cast: ['hls', 'webrtc'] } as const;

test.each([
  [['hls'], false, 'hls'],
  [['hls', 'webrtc'], false, 'webrtc'],
  [['hls', 'webrtc'], true, 'hls'],
  [['webrtc'], true, 'webrtc'],
  [['dash', 'progressive_mp4', 'hls'], false, 'hls'],
])('of %j with cast %p it is %s', (protocols, casts, chosen) => {
  expect(chooseProtocol({ protocols, casts }, orders)).toBe(chosen);
});

test.each([[[]], [['dash']], [['HLS']], [['constructor']]])(
  'of %j there is none: never one that was not asked for',
  (protocols) => {
    expect(() => chooseProtocol({ protocols, casts: false }, orders)).toThrow(
      expect.objectContaining({ code: 'protocol-unsupported' }),
    );
  },
);

test('a protocol that is switched off is not given, though asked for', () => {
  const hlsOnly = { usual: ['hls'], cast: ['hls'] } as const;
  expect(() => chooseProtocol({ protocols: ['webrtc'], casts: false }, hlsOnly)).toThrow();
});

describe('a camera that WebRTC cannot show', () => {
  const video = (hurdle: VideoTrack['hurdle']): VideoTrack => ({
    codec: 'h264',
    sps: Uint8Array.of(),
    pps: Uint8Array.of(),
    width: 640,
    height: 360,
    profileLevelId: '4d401e',
    ...(hurdle && { hurdle }),
  });
  const choose = (protocols: readonly string[], hurdle: VideoTrack['hurdle']): string =>
    chooseProtocol({ protocols, casts: false }, orders, video(hurdle));

  test.each(['b-pictures', 'no-idr'] as const)('%s: HLS is chosen where it is taken', (reason) => {
    expect(choose(['webrtc', 'hls'], { reason, seen: true })).toBe('hls');
    expect(choose(['webrtc', 'hls'], { reason, seen: false })).toBe('hls');
    expect(choose(['webrtc', 'hls'], undefined)).toBe('webrtc');
  });

  test('where it is not, WebRTC is tried only as long as it may do', () => {
    expect(choose(['webrtc'], { reason: 'b-pictures', seen: false })).toBe('webrtc');
    expect(() => choose(['webrtc'], { reason: 'b-pictures', seen: true })).toThrow(
      expect.objectContaining({ code: 'stream-unplayable', reason: { code: 'b-pictures' } }),
    );
    expect(() => choose(['webrtc'], { reason: 'no-idr', seen: true })).toThrow(
      expect.objectContaining({ code: 'stream-unplayable', reason: { code: 'no-idr' } }),
    );
    expect(() => choose(['dash'], { reason: 'b-pictures', seen: true })).toThrow(/no protocol/);
  });
});
