import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AccessUnit, OpenSource, Source } from '../../pictures/cameras/media.ts';
import { adtsFrames } from '../../pictures/media/aac/adts.ts';
import { splitNals } from '../../pictures/media/h264/annex-b.ts';
import { isParameterSet, nalType, typeOf } from '../../pictures/media/h264/nal.ts';
import { profileLevelId } from '../../pictures/media/h264/sps.ts';
import type { AudioTrack, VideoTrack } from '../../pictures/media/unit.ts';
import type { Stamp } from '../../wall/partitions/stamp.ts';

const run = promisify(execFile);

export interface Picture {
  readonly key: boolean;
  readonly nals: readonly Uint8Array[];
}

/** A short clip in memory, to be played in a loop. */
export interface Clip {
  readonly video: VideoTrack;
  readonly pictures: readonly Picture[];
  readonly fps: number;
  /** AAC frames of a tone, mono at 48 kHz; none if the clip has no sound. */
  readonly frames: readonly Uint8Array[];
  readonly audio?: AudioTrack;
}

export interface ClipSettings {
  readonly seconds?: number;
  readonly gopSeconds?: number;
  readonly sound?: boolean;
  readonly size?: string;
  readonly fps?: number;
  /** Further options of ffmpeg's encoder. */
  readonly encoder?: readonly string[];
}

/** Encodes a test picture by x264, without B frames. */
export async function makeClip(settings: ClipSettings = {}): Promise<Clip> {
  const { seconds = 4, gopSeconds = 1, sound = false, size = '640x360', fps = 25 } = settings;
  const { encoder = [] } = settings;
  const gop = String(Math.round(gopSeconds * fps));
  const source = `testsrc2=size=${size}:rate=${fps}`;
  const h264 = await ffmpeg(
    ['-f', 'lavfi', '-i', source, '-t', String(seconds), '-c:v', 'libx264', '-bf', '0'],
    ['-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-threads', '1', '-g', gop, '-keyint_min', gop],
    ['-sc_threshold', '0', ...encoder, '-f', 'h264', 'pipe:1'],
  );
  const pictures = picturesOf(splitNals(h264));
  const [sps, pps] = pictures[0]?.nals ?? [];
  const [width, height] = size.split('x').map(Number);
  if (sps === undefined || pps === undefined || width === undefined || height === undefined) {
    throw new Error('the clip has no parameter sets');
  }
  const profile = profileLevelId(sps);
  const video: VideoTrack = { codec: 'h264', sps, pps, width, height, profileLevelId: profile };
  if (!sound) return { video, pictures, fps, frames: [] };
  const adts = await ffmpeg(
    ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', String(seconds)],
    ['-c:a', 'aac', '-ac', '1', '-f', 'adts', 'pipe:1'],
  );
  const config = Uint8Array.of(0x11, 0x88);
  const audio: AudioTrack = { codec: 'aac', sampleRate: 48000, channels: 1, config };
  return { video, pictures, fps, frames: adtsFrames(adts).map(({ payload }) => payload), audio };
}

/**
 * Opens clips as a camera would send them: in real time, beginning with a key picture. Within
 * `silence`, in milliseconds since it opened, nothing comes; it should end with a key picture.
 */
export function clipSource(clip: Clip, silence: readonly [number, number] = [0, 0]): OpenSource {
  return ({ stamp }) => {
    const source = manualSource(clip, stamp);
    const startedAt = Date.now();
    let sentUs = -1;
    const tick = (): void => {
      const nowUs = (Date.now() - startedAt) * 1000;
      for (const unit of unitsBetween(clip, stamp, sentUs, nowUs)) {
        const atMs = unit.timestampUs / 1000;
        if (atMs < silence[0] || atMs >= silence[1]) source.emit(unit);
      }
      sentUs = nowUs;
    };
    const timer = setInterval(tick, 10);
    const close = async (): Promise<void> => clearInterval(timer);
    return { ...source, close };
  };
}

/** A source whose units the test hands over itself. */
export function manualSource(
  clip: Pick<Clip, 'video' | 'audio'>,
  stamp: Stamp,
): Source & { emit(unit: AccessUnit): void } {
  const listeners = new Set<(unit: AccessUnit) => void>();
  return {
    stamp,
    ready: async () => ({ video: clip.video, ...(clip.audio && { audio: clip.audio }) }),
    online: () => true,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      listeners.clear();
    },
    emit(unit) {
      for (const listener of listeners) listener(unit);
    },
  };
}

/** The units of the looped clip after `fromUs` up to and including `toUs`, in order of time. */
export function unitsBetween(clip: Clip, stamp: Stamp, fromUs: number, toUs: number): AccessUnit[] {
  const units: AccessUnit[] = [];
  const arrivedAt = Date.now();
  const heardAt = performance.now();
  const pictureUs = 1_000_000 / clip.fps;
  const frameUs = 1024 / 0.048;
  for (let i = Math.floor(fromUs / pictureUs) + 1; i * pictureUs <= toUs; i += 1) {
    const picture = clip.pictures[i % clip.pictures.length];
    if (picture)
      units.push({
        kind: 'video',
        stamp,
        timestampUs: i * pictureUs,
        arrivedAt,
        heardAt,
        ...picture,
      });
  }
  for (let i = Math.floor(fromUs / frameUs) + 1; clip.audio && i * frameUs <= toUs; i += 1) {
    const data = clip.frames[i % clip.frames.length];
    const { audio: track } = clip;
    if (data) {
      const timestampUs = i * frameUs;
      units.push({ kind: 'audio', track, stamp, timestampUs, arrivedAt, heardAt, data });
    }
  }
  return units.toSorted((a, b) => a.timestampUs - b.timestampUs);
}

async function ffmpeg(...args: string[][]): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 } as const;
  const { stdout } = await run('ffmpeg', ['-v', 'error', ...args.flat()], options);
  return stdout;
}

/** Groups NAL units: parameter sets belong to the picture that follows (one slice each). */
function picturesOf(nals: readonly Buffer[]): Picture[] {
  const pictures: Picture[] = [];
  let pending: Buffer[] = [];
  for (const nal of nals) {
    const type = typeOf(nal);
    if (isParameterSet(nal)) pending.push(nal);
    if (type !== nalType.slice && type !== nalType.idr) continue;
    pictures.push({ key: type === nalType.idr, nals: [...pending, nal] });
    pending = [];
  }
  return pictures;
}
