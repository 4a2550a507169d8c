/** One JPEG of one camera. */
import type { CameraAddress } from '../../partitions/camera-address.ts';
import type { Filmed } from '../../partitions/stamp.ts';
import type { Feed } from '../feed.ts';

export interface Still extends Filmed {
  readonly jpeg: Uint8Array;
  /** Milliseconds since 1970. */
  readonly takenAt: number;
}

export interface Stills {
  /**
   * A still no older than a few seconds: the camera's own still URL where it has one, else the last
   * key frame through ffmpeg. Nothing from before `since`, in monotonic milliseconds. @throws Failure `device-offline` where neither works now.
   */
  take(address: CameraAddress, feed: Feed, since: number): Promise<Still>;
}
