/**
 * Cameras whose pictures say, in their bytes, which camera took them and in which ownership it had
 * been opened. Opening one takes until the scheduler lets it answer.
 */
import type { AccessUnit, OpenSource } from '../../../pictures/cameras/media.ts';
import type { Tracks } from '../../../pictures/media/unit.ts';
import { Failure } from '../../../common/failures.ts';
import type { Stamp } from '../../../wall/partitions/stamp.ts';
import type { Turn } from './scheduled-store.ts';

const sps = Uint8Array.of(0x67, 0x42, 0xc0, 0x1e);
const pps = Uint8Array.of(0x68, 0xce, 0x3c, 0x80);
const tracks: Tracks = {
  video: { codec: 'h264', sps, pps, width: 640, height: 360, profileLevelId: '42c01e' },
};

/** The address of a camera that is no more than its number. */
export const addressOf = (place: number, moved = 0): string =>
  `rtsp://viewer:secret@10.0.0.${place}/front-door?${moved}`;

/** The number in such an address. */
export const placeIn = (rtsp: string): number => Number(/10\.0\.0\.(\d+)/.exec(rtsp)?.[1]);

/** What a picture's bytes say. */
export interface Watermark {
  /** The number in the address it was reached under. */
  readonly place: number;
  readonly camera: string;
  readonly epoch: number;
}

/** Returns every watermark in some bytes. */
export function watermarksIn(bytes: Uint8Array): readonly Watermark[] {
  return [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/<(\d+) ([\w-]+) (\d+)>/g),
  ].map(([, place, camera = '', epoch]) => ({
    place: Number(place),
    camera,
    epoch: Number(epoch),
  }));
}

export interface Cameras {
  readonly openSource: OpenSource;
  /** How many sources are open. */
  readonly open: number;
  /** One GOP from every open source of a camera, or of all (0): a second of pictures. */
  film(place: number): void;
  /** Whether a camera answers. */
  power(place: number, on: boolean): void;
}

interface Opened {
  readonly place: number;
  readonly stamp: Stamp;
  readonly listeners: Set<(unit: AccessUnit) => void>;
  seconds: number;
}

/** Makes them; all answer until `power` says otherwise. */
export function createCameras(turn: Turn): Cameras {
  const opened = new Set<Opened>();
  const dark = new Set<number>();

  function film(source: Opened): void {
    const { place, stamp } = source;
    const watermark = Buffer.from(`<${place} ${stamp.camera} ${stamp.epoch}>`);
    const startUs = source.seconds * 1_000_000;
    source.seconds += 1;
    for (const part of [0, 1, 2]) {
      const key = part === 0;
      const slice = Buffer.concat([Uint8Array.of(key ? 0x65 : 0x41, 0x88), watermark]);
      const nals = key ? [sps, pps, slice] : [slice];
      const unit: AccessUnit = {
        kind: 'video',
        stamp,
        key,
        nals,
        timestampUs: startUs + part * 330_000,
        arrivedAt: Date.now(),
        heardAt: performance.now(),
      };
      for (const listener of Array.from(source.listeners)) listener(unit);
    }
  }

  return {
    openSource({ stream: rtsp, stamp }) {
      const place = placeIn(rtsp);
      const source: Opened = { place, stamp, listeners: new Set(), seconds: 0 };
      opened.add(source);
      return {
        stamp,
        async ready() {
          await turn(`camera ${place} answers`);
          if (dark.has(place)) throw new Failure('device-offline', 'the camera does not answer');
          return tracks;
        },
        online: () => !dark.has(place),
        subscribe(listener) {
          source.listeners.add(listener);
          return () => void source.listeners.delete(listener);
        },
        async close() {
          opened.delete(source);
          source.listeners.clear();
        },
      };
    },
    get open() {
      return opened.size;
    },
    film(place) {
      for (const source of Array.from(opened)) {
        const meant = place === 0 || source.place === place;
        if (meant && !dark.has(source.place)) film(source);
      }
    },
    power: (place, on) => void (on ? dark.delete(place) : dark.add(place)),
  };
}
