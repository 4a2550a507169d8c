/** Feeds of the shipped clips, in real time and looped, as a camera's source would yield them. */
import type { AccessUnit } from '../../../cameras/media.ts';
import type { Tracks } from '../../../media/unit.ts';
import { newCameraId } from '../../../../identity/ids.ts';
import { clipOf, loadClips } from '../../../../simulator/clips/clip.ts';
import type { Clip } from '../../../../simulator/clips/clip.ts';
import type { Stamp } from '../../../../wall/partitions/stamp.ts';
import type { Feed, Feeds } from '../../feed.ts';
import { createFeeds } from '../../feeds.ts';

const g711 = { codec: 'pcmu', sampleRate: 8000, channels: 1 } as const;

/** The tracks of a clip as a source tells them. */
function tracksOf(clip: Clip): Tracks {
  const { sps, pps } = clip.video;
  const profileLevelId = sps.subarray(1, 4).toString('hex');
  const video = { codec: 'h264', sps, pps, width: clip.width, height: clip.height } as const;
  const sound = clip.audio?.codec === 'pcmu';
  return {
    video: { ...video, profileLevelId },
    ...(sound ? { audio: g711 } : {}),
  };
}

/** The units of a looped clip with times after `fromUs` up to and including `toUs`. */
function unitsBetween(clip: Clip, stamp: Stamp, fromUs: number, toUs: number): AccessUnit[] {
  const arrivedAt = Date.now();
  const heardAt = performance.now();
  const { sps, pps, pictures } = clip.video;
  const at = (everyUs: number): number[] => {
    const first = Math.floor(fromUs / everyUs) + 1;
    const count = Math.max(0, Math.floor(toUs / everyUs) - first + 1);
    return Array.from({ length: count }, (_, index) => first + index);
  };
  const pictureUs = 1_000_000 / clip.fps;
  const video = at(pictureUs).flatMap((number): AccessUnit[] => {
    const picture = pictures[number % pictures.length];
    if (!picture) return [];
    const nals = picture.key ? [sps, pps, ...picture.nals] : picture.nals;
    const timestampUs = Math.round(number * pictureUs);
    return [{ kind: 'video', stamp, timestampUs, key: picture.key, nals, arrivedAt, heardAt }];
  });
  const { audio } = clip;
  if (audio?.codec !== 'pcmu') return video;
  const runUs = audio.samplesPerFrame * 125;
  const sound = at(runUs).flatMap((number): AccessUnit[] => {
    const data = audio.frames[number % audio.frames.length];
    return data
      ? [
          {
            kind: 'audio',
            track: g711,
            stamp,
            timestampUs: number * runUs,
            data,
            arrivedAt,
            heardAt,
          },
        ]
      : [];
  });
  return [...video, ...sound].toSorted((a, b) => a.timestampUs - b.timestampUs);
}

export interface TestCamera {
  readonly feed: Feed;
  readonly tracks: Tracks;
  /** What the QR code in its pictures reads. */
  readonly reads: string;
  /** Stops and starts its sending. */
  paused: boolean;
}

export interface TestCameras {
  readonly feeds: Feeds;
  camera(stamp: string): TestCamera;
  close(): Promise<void>;
}

/** Cameras playing the shipped clips, each opened once. */
export function openTestCameras(): TestCameras {
  const clips = loadClips();
  const sources = new Map<Stamp, { clip: Clip; camera: TestCamera }>();
  const feeds = createFeeds({
    lingerMs: 0,
    probeTimeoutMs: 1000,
    openSource({ stamp }) {
      const listeners = new Set<(unit: AccessUnit) => void>();
      const startedAt = performance.now();
      let sentUs = -1;
      const timer = setInterval(() => {
        const own = sources.get(stamp);
        const nowUs = (performance.now() - startedAt) * 1000;
        const units = own ? unitsBetween(own.clip, stamp, sentUs, nowUs) : [];
        sentUs = nowUs;
        if (own?.camera.paused) return;
        for (const unit of units) for (const listener of listeners) listener(unit);
      }, 5);
      return {
        stamp,
        ready: async () => tracksOf(clips[0] ?? clipOf(clips, '')),
        online: () => true,
        subscribe(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        async close() {
          clearInterval(timer);
        },
      };
    },
  });
  return {
    feeds,
    camera(reads) {
      const clip = clipOf(clips, reads);
      const stamp: Stamp = { camera: newCameraId(), epoch: 1 };
      const address = {
        stream: 'rtsp://camera/',
        transport: 'auto',
        alwaysWarm: false,
        opening: 1,
      } as const;
      const { feed } = feeds.open({ ...address, stamp });
      const camera: TestCamera = { feed, tracks: tracksOf(clip), reads, paused: false };
      sources.set(stamp, { clip, camera });
      return camera;
    },
    close: () => feeds.close(),
  };
}
