/** One JPEG of one camera. */
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { Filmed } from '../../../wall/partitions/stamp.ts';
import type { Feed } from '../feed.ts';

export interface Still extends Filmed {
  readonly jpeg: Uint8Array;
  /** Milliseconds since 1970. */
  readonly takenAt: number;
}

export interface Stills {
  /**
   * Returns a still no older than a few seconds: the camera's own still URL if it has one, else the last key
   * frame through ffmpeg. Nothing from before `since`, in monotonic milliseconds. `key` stands for the
   * account that asks: scarce resources are shared fairly among keys.
   * @throws Failure `device-offline` if neither works now, `too-many` if `key` waits for too many,
   * `overloaded` if its turn did not come in time.
   */
  take(address: CameraAddress, feed: Feed, since: number, key: unknown): Promise<Still>;
}
