/** A source under test, and what it hands out. */
import { type CameraId, newCameraId } from '../../../../identity/ids.ts';
import type { CameraAddress } from '../../../../wall/partitions/camera-address.ts';
import type { AudioUnit, Source, VideoUnit } from '../../media.ts';
import { anyCamera, anyOrigin } from '../../../../workshop/testing/any-camera.ts';
import { openRtsp } from '../open-rtsp.ts';
import type { RtspOptions } from '../rtsp-options.ts';

export interface Watching {
  readonly address: CameraAddress;
  readonly source: Source;
  readonly video: VideoUnit[];
  readonly audio: AudioUnit[];
  readonly log: { readonly event: string; readonly fields: Record<string, string | number> }[];
}

export const patient: RtspOptions = {
  recognise: anyCamera,
  guardOrigin: anyOrigin,
  silentAfterMs: 10_000,
  backoff: { firstMs: 20, maxMs: 100 },
};

/** An id for a camera like those the map makes. */
export const cameraId = (): CameraId => newCameraId();

/** Opens a source and notes everything it says. */
export function watching(
  rtsp: string,
  options: Partial<RtspOptions> = {},
  where: Partial<CameraAddress> = {},
): Watching {
  const address: CameraAddress = {
    stream: rtsp,
    transport: 'auto',
    alwaysWarm: false,
    opening: 1,
    stamp: { camera: cameraId(), epoch: 3 },
    ...where,
  };
  const log: Watching['log'] = [];
  const open = openRtsp({
    ...patient,
    log: (event, fields) => void log.push({ event, fields }),
    ...options,
  });
  const source = open(address);
  const video: VideoUnit[] = [];
  const audio: AudioUnit[] = [];
  source.subscribe((unit) => void (unit.kind === 'video' ? video.push(unit) : audio.push(unit)));
  return { address, source, video, audio, log };
}
