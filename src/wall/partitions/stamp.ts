/**
 * The stamp: which camera, under which owner, an access unit, a segment or a still came from.
 *
 * It is written once, at ingest, from the map's own record of the camera, and compared again just before
 * bytes leave. A camera that changes hands gets a higher ownership epoch, so pictures filmed for the old
 * owner can never be delivered to the new one, nor the other way round.
 */
import type { CameraId } from '../../identity/ids.ts';

export interface Stamp {
  readonly camera: CameraId;
  /** Ownership epoch: 1 for the first owner, one more with every transfer. */
  readonly epoch: number;
}

/** Anything that carries its stamp with it. */
export interface Stamped {
  readonly stamp: Stamp;
}

/** Pictures on their way to a display. */
export interface Filmed extends Stamped {
  /** When the oldest of them came in, in monotonic milliseconds; Infinity if there are none. */
  readonly heardAt: number;
}

/** Whether two stamps name the same camera in the same ownership. */
export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.camera === b.camera && a.epoch === b.epoch;
}
