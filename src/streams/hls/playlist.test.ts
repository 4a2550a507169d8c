import { expect, test } from '@jest/globals';
import { newStamp } from '../../testing/units.ts';
import { masterPlaylist, mediaPlaylist } from './playlist.ts';
import type { Segment } from './window.ts';

const segment = (sequence: number, change: Partial<Segment> = {}): Segment => ({
  stamp: newStamp(),
  heardAt: 0,
  sequence,
  name: `s${sequence}.ts`,
  body: new Uint8Array(1000 * sequence),
  units: 1,
  durationUs: 1_000_000,
  independent: true,
  discontinuity: false,
  wallMs: Date.UTC(2026, 0, 2, 3, 4, sequence),
  ...change,
});

test('a media playlist of MPEG-TS', () => {
  const segments = [segment(7), segment(8, { discontinuity: true, durationUs: 960_000 })];
  expect(mediaPlaylist({ segments, discontinuities: 2, targetSeconds: 1 })).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:1
#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-DISCONTINUITY-SEQUENCE:2
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:07.000Z
#EXTINF:1.000000,
s7.ts
#EXT-X-DISCONTINUITY
#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:08.000Z
#EXTINF:0.960000,
s8.ts
`);
});

test('independence is claimed only where every segment has it', () => {
  const segments = [segment(1), segment(2, { independent: false })];
  const text = mediaPlaylist({ segments, discontinuities: 0, targetSeconds: 1 });
  expect(text).not.toContain('INDEPENDENT');
});

test('CMAF names each initialisation section once, where it begins to count', () => {
  const body = new Uint8Array(1);
  const segments = [
    segment(1, { init: { name: 'i1.mp4', body } }),
    segment(2, { init: { name: 'i1.mp4', body } }),
    segment(3, { init: { name: 'i2.mp4', body }, discontinuity: true }),
  ];
  const lines = mediaPlaylist({ segments, discontinuities: 0, targetSeconds: 1 }).split('\n');
  expect(lines).toContain('#EXT-X-VERSION:6');
  expect(lines.filter((line) => line.startsWith('#EXT-X-MAP'))).toEqual([
    '#EXT-X-MAP:URI="i1.mp4"',
    '#EXT-X-MAP:URI="i2.mp4"',
  ]);
  expect(lines.indexOf('#EXT-X-MAP:URI="i2.mp4"')).toBeGreaterThan(
    lines.indexOf('#EXT-X-DISCONTINUITY'),
  );
});

test('the master playlist tells codecs, size and the highest rate', () => {
  const segments = [segment(1), segment(3, { durationUs: 500_000 })];
  const codecs = ['avc1.42c01e', 'mp4a.40.2'];
  expect(masterPlaylist({ segments, codecs, width: 640, height: 360 })).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-STREAM-INF:BANDWIDTH=48000,CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=640x360
live.m3u8
`);
});
