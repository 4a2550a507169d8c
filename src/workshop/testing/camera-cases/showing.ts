/** What displays make of a case's camera: HLS and WebRTC as the bridge gives them, read packet by packet. */
import { splitNals } from '../../../pictures/media/h264/annex-b.ts';
import { typeOf } from '../../../pictures/media/h264/nal.ts';
import { run } from '../../../pictures/media/testing/run.ts';
import { until } from '../../until.ts';
import { typeInside } from '../../../pictures/media/rtp/h264-payloads.ts';
import type { Tracks } from '../../../pictures/media/unit.ts';
import type { Feed } from '../../../pictures/streams/feed.ts';
import { createHlsPackagers } from '../../../pictures/streams/hls/packagers.ts';
import type { SegmentFormat } from '../../../pictures/streams/hls/mux.ts';
import { createWebRtcEngine } from '../../../pictures/streams/webrtc/engine.ts';
import { openReceiver } from '../../../pictures/streams/webrtc/testing/receiver.ts';

export interface HlsShown {
  /** In order of decoding, milliseconds. */
  readonly times: readonly { readonly shownMs: number; readonly decodedMs: number }[];
  /** What stands at the head of the first segment: NAL unit types. */
  readonly head: readonly number[];
  /** Checksums of the pictures that a decoder made of it, in order of display. */
  readonly decoded: readonly string[];
  /** What the decoder said of them. */
  readonly complaints: string;
}

/** Watches by HLS until `pictures` have come. @throws Error when they do not */
export async function watchHls(
  feed: Feed,
  pictures: number,
  format: SegmentFormat = 'ts',
  segmentSeconds = 1,
): Promise<HlsShown> {
  const lengths = { segmentSeconds, waitMs: 10_000 };
  const packagers = createHlsPackagers({ format, ...lengths });
  const hls = packagers.of(feed);
  const text = async (name: string): Promise<string> =>
    Buffer.from((await hls.file(name, -Infinity))?.body ?? []).toString();
  const bodies = new Map<string, Uint8Array>();
  let units = 0;
  const take = async (name: string | undefined): Promise<void> => {
    if (name === undefined || bodies.has(name)) return;
    const file = await hls.file(name, -Infinity);
    if (file === undefined || bodies.has(name)) return;
    bodies.set(name, file.body);
    units += file.units;
  };
  try {
    // Nothing else is done meanwhile: on a busy machine a segment would leave the list unseen.
    await until(async () => {
      const playlist = await text('live.m3u8');
      await take(/#EXT-X-MAP:URI="(.*)"/.exec(playlist)?.[1]);
      for (const line of playlist.split('\n')) if (isOfCamera(line)) await take(line);
      return units >= pictures;
    }, 40_000);
  } finally {
    await packagers.close();
  }
  const whole = Buffer.concat([...bodies.values()]);
  const times = await timesOf(whole);
  const ffmpeg = ['-v', 'error', '-i', '-', '-map', '0:v', '-vsync', '0', '-f', 'framecrc', '-'];
  const { stdout, stderr } = await run('ffmpeg', ffmpeg, whole);
  const lines = stdout.toString().split('\n');
  const decoded = lines
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
  const raw = await run(
    'ffmpeg',
    '-v error -i - -map 0:v -c copy -frames:v 1 -bsf:v h264_mp4toannexb -f h264 -'.split(' '),
    whole,
  );
  const head = splitNals(raw.stdout)
    .map(typeOf)
    .filter((type) => type !== 9);
  return { times, head, decoded, complaints: stderr };
}

/** Whether a line of a playlist names a segment that was filmed; in others the first picture stands still. */
const isOfCamera = (line: string): boolean => /^s\d/.test(line);

async function timesOf(media: Buffer): Promise<HlsShown['times']> {
  const probe = '-v error -select_streams v -show_entries packet=pts_time,dts_time -of csv=p=0 -';
  const { stdout } = await run('ffprobe', probe.split(' '), media);
  return stdout
    .toString()
    .split('\n')
    .filter((line) => /\d/.test(line))
    .map((line) => {
      const [shown, decoded] = line.split(',').map((seconds) => Number(seconds) * 1_000);
      return { shownMs: shown ?? NaN, decodedMs: decoded ?? NaN };
    });
}

export interface WebRtcShown {
  readonly pictures: number;
  /** The first NAL units that came, by type. */
  readonly head: readonly number[];
}

/** Watches by WebRTC until `pictures` have come. @throws Error when they do not */
export async function watchWebRtc(
  feed: Feed,
  tracks: Tracks,
  pictures: number,
): Promise<WebRtcShown> {
  const engine = await createWebRtcEngine({ udpPort: 0, connectTimeoutMs: 10_000, maxPeers: 8 });
  const display = await openReceiver();
  try {
    const peer = await engine.connect({
      feed,
      tracks,
      offer: display.offer,
      since: -Infinity,
      admit: () => undefined,
      onEnd: () => undefined,
    });
    display.answered(peer.sdp);
    const ended = (): number => display.video.filter(({ header }) => header.marker).length;
    await until(() => ended() >= pictures, 40_000);
    const head = display.video.slice(0, 3).map(({ payload }) => typeInside(payload));
    return { pictures: ended(), head };
  } finally {
    display.close();
    await engine.close();
  }
}
