import type { AccessUnit, AudioUnit, VideoUnit } from '../../pictures/cameras/media.ts';
import type { AudioTrack } from '../../pictures/media/unit.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { Stamp } from '../../wall/partitions/stamp.ts';
import { newCameraId } from '../../identity/ids.ts';
import { silentTrack } from '../../pictures/media/aac/silence.ts';

/** Returns the stamp of a new camera. */
export const newStamp = (epoch = 1): Stamp => ({ camera: newCameraId(), epoch });

/** An address of a camera that need not exist. */
export function addressOf(stamp: Stamp, change: Partial<CameraAddress> = {}): CameraAddress {
  return {
    stamp,
    stream: 'rtsp://user:pw@192.0.2.1/',
    transport: 'auto',
    alwaysWarm: false,
    opening: 1,
    ...change,
  };
}

const sps = Uint8Array.of(0x67, 0x42, 0xc0, 0x1e);
const pps = Uint8Array.of(0x68, 1);

/** A video unit that nobody decodes; `atMs` is its timestamp, in milliseconds. */
export function picture(
  stamp: Stamp,
  atMs: number,
  key: boolean,
  change: Partial<VideoUnit> = {},
): VideoUnit {
  const nals = key ? [sps, pps, Uint8Array.of(0x65, 1)] : [Uint8Array.of(0x41, 1)];
  const times = { timestampUs: atMs * 1000, arrivedAt: atMs, heardAt: atMs };
  return { kind: 'video', stamp, ...times, key, nals, ...change };
}

/** An AAC frame that nobody decodes. */
export function frame(stamp: Stamp, atMs: number, track: AudioTrack = silentTrack): AudioUnit {
  const data = Uint8Array.of(1, 2, 3);
  const times = { timestampUs: atMs * 1000, arrivedAt: atMs, heardAt: atMs };
  return { kind: 'audio', stamp, track, ...times, data };
}

/** Pictures every 40 ms from `fromMs` until before `untilMs`, a key picture every `gopMs`. */
export function pictures(
  stamp: Stamp,
  fromMs: number,
  untilMs: number,
  gopMs = 1000,
): AccessUnit[] {
  const units: AccessUnit[] = [];
  for (let at = fromMs; at < untilMs; at += 40) {
    units.push(picture(stamp, at, (at - fromMs) % gopMs === 0));
  }
  return units;
}
