import { expect, test } from '@jest/globals';
import { type Listed, masterPlaylist, mediaPlaylist } from './playlist.ts';

const rest = { sequence: 7, discontinuities: 0, targetSeconds: 1, holdBackSeconds: 6 };
const segment = (sequence: number, change: Partial<Listed> = {}): Listed => ({
  name: `s${sequence}.ts`,
  bytes: 1000 * sequence,
  durationUs: 1_000_000,
  independent: true,
  discontinuity: false,
  wallMs: Date.UTC(2026, 0, 2, 3, 4, sequence),
  ...change,
});

test('a media playlist of MPEG-TS', () => {
  const segments = [segment(7), segment(8, { discontinuity: true, durationUs: 960_000 })];
  expect(mediaPlaylist({ ...rest, segments, discontinuities: 2 })).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:1
#EXT-X-SERVER-CONTROL:HOLD-BACK=6.0
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

test('a segment whose time would mislead has none', () => {
  const { wallMs: _, ...still } = segment(1);
  const text = mediaPlaylist({ ...rest, segments: [still, segment(2)] });
  expect(text.match(/PROGRAM-DATE-TIME/g)).toHaveLength(1);
  expect(text).toContain('#EXTINF:1.000000,\ns1.ts\n#EXT-X-PROGRAM-DATE-TIME');
});

test('independence is claimed only where every segment has it', () => {
  const segments = [segment(1), segment(2, { independent: false })];
  const text = mediaPlaylist({ ...rest, segments });
  expect(text).not.toContain('INDEPENDENT');
});

test('CMAF names each initialisation section once, where it begins to count', () => {
  const segments = [
    segment(1, { init: { name: 'i1.mp4' } }),
    segment(2, { init: { name: 'i1.mp4' } }),
    segment(3, { init: { name: 'i2.mp4' }, discontinuity: true }),
  ];
  const lines = mediaPlaylist({ ...rest, segments }).split('\n');
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
  expect(masterPlaylist({ media: 'live.m3u8', segments, codecs, width: 640, height: 360 }))
    .toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-STREAM-INF:BANDWIDTH=48000,CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=640x360
live.m3u8
`);
});
