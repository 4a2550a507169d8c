/** @takes 33 s */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { openRtsp } from '../../cameras/rtsp/open-rtsp.ts';
import type { OpenSource } from '../../cameras/media.ts';
import { simulateCameras } from '../../../simulator/camera/simulate.ts';
import { loadClips } from '../../../simulator/clips/clip.ts';
import { anyCamera, anyOrigin } from '../../../workshop/testing/any-camera.ts';
import { clipSource, makeClip } from '../../../workshop/testing/clip-source.ts';
import type { HlsServer } from '../../../workshop/testing/hls-server.ts';
import { servePackaged } from '../../../workshop/testing/serve-packaged.ts';
import type { SegmentFormat } from './mux.ts';
import { leadOf } from './lead.ts';

const run = promisify(execFile);
const closing: (() => Promise<void>)[] = [];
let silent: OpenSource;
let sounding: OpenSource;

beforeAll(async () => {
  silent = clipSource(await makeClip());
  sounding = clipSource(await makeClip({ sound: true }));
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function serve(
  openSource: OpenSource,
  format: SegmentFormat,
  rtsp = 'rtsp://camera/',
): Promise<HlsServer> {
  const server = await servePackaged(openSource, { format, rtsp });
  closing.push(() => server.close());
  return server;
}

interface Probed {
  readonly packets: { codec_type: 'video' | 'audio'; pts_time: string }[];
  readonly streams: { codec_name: string; profile: string; start_time: string }[];
}

/** From the first segment on to the end of the third of the camera's own; FFmpeg would begin with the third from the end. */
async function probe(url: string, goesOnS: number): Promise<Probed> {
  const from = ['-live_start_index', '0', '-read_intervals', `%${goesOnS + 3}`];
  const args = ['-v', 'error', ...from, '-show_streams', '-show_packets', '-of', 'json'];
  const { stdout, stderr } = await run('ffprobe', [...args, `${url}index.m3u8`], {
    maxBuffer: 1e8,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Probed;
}

const kinds = [
  ['ts', 'silence', () => silent],
  ['ts', 'the camera’s sound', () => sounding],
  ['cmaf', 'silence', () => silent],
  ['cmaf', 'the camera’s sound', () => sounding],
] as const;

test.each(kinds)(
  'ffprobe reads H.264 and AAC, in step, from %s with %s',
  async (format, _, open) => {
    const { url } = await serve(open(), format);
    // Until then the first picture stands still, on the stream's timeline.
    const goesOnS = leadOf(format, { intervalUs: 40_000 }) / 1e6;
    const { streams, packets } = await probe(url, goesOnS);
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
    const [first = NaN, heard = NaN] = streams.map(({ start_time }) => Number(start_time));
    expect(Math.abs(first - heard)).toBeLessThan(0.1);
    const times = (type: string): number[] =>
      packets
        .filter(({ codec_type }) => codec_type === type)
        .map(({ pts_time }) => Number(pts_time));
    const [video, audio] = [times('video'), times('audio')];
    // At first its first picture stands still, for as long as there is not enough in hand.
    const still = video.filter((time) => time < goesOnS - 0.001);
    const moving = video.slice(still.length);
    expect(first).toBeLessThan(1.5);
    expect(still[0]).toBeCloseTo(first);
    expect(moving[0]).toBeCloseTo(goesOnS);
    expect(moving.length).toBeGreaterThan(50);
    // Whatever falls on a segment's edge: no picture and no frame is missing or twice there.
    for (const [series, step] of [
      [[...still, ...moving.slice(0, 1)], (goesOnS - first) / still.length],
      [moving, 0.04],
      [audio, 1024 / 48000],
    ] as const) {
      const steps = series.slice(1).map((time, index) => time - (series[index] ?? 0));
      for (const one of steps) expect(Math.abs(one - step)).toBeLessThan(0.002);
    }
    expect(Math.abs((video.at(-1) ?? 0) - (audio.at(-1) ?? 9))).toBeLessThan(0.2);
  },
);

test.each(['ts', 'cmaf'] as const)('ffmpeg decodes %s from end to end', async (format) => {
  const { url } = await serve(sounding, format);
  const input = ['-v', 'warning', '-xerror', '-t', '4', '-i', `${url}index.m3u8`];
  // Each picture at its own time: while the first stands still there are fewer in a second than later.
  const { stderr } = await run('ffmpeg', [...input, '-enc_time_base', '-1', '-f', 'null', '-']);
  // FFmpeg's reader puts the initialisation section before every segment, and says so.
  expect(stderr.replace(/.*(duplicated MOOV Atom|repeated).*\n/g, '')).toBe('');
});

test('a real camera over RTSP, with its own sound, is read the same', async () => {
  const clip = loadClips().find(({ audio }) => audio?.codec === 'aac');
  if (clip === undefined) throw new Error('no clip with AAC');
  const site = await simulateCameras([{ clip }]);
  closing.push(() => site.close());
  const backoff = { firstMs: 100, maxMs: 1000 };
  const url = site.cameras[0]?.url ?? '';
  const server = await serve(
    openRtsp({ recognise: anyCamera, guardOrigin: anyOrigin, silentAfterMs: 3000, backoff }),
    'ts',
    url,
  );
  const { streams, packets } = await probe(server.url, 3);
  expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
  expect(packets.filter(({ codec_type }) => codec_type === 'audio').length).toBeGreaterThan(20);
});
