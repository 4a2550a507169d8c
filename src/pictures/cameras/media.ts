/** What every kind of source yields, whatever it speaks towards the camera. */
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { Filmed, Stamped } from '../../wall/partitions/stamp.ts';
import type { CodedAudio, CodedVideo, Tracks } from '../media/unit.ts';

/** One picture, and whose it is. */
export type VideoUnit = CodedVideo & Filmed;

/** One piece of sound, and whose it is. */
export type AudioUnit = CodedAudio & Filmed;

export type AccessUnit = VideoUnit | AudioUnit;

/**
 * One camera's incoming media. It is opened once and closed once; in between it reconnects by itself with
 * backoff, and after every gap it stays silent until the next key unit.
 */
export interface Source extends Stamped {
  /**
   * Resolves as soon as the tracks are known (SDP, or in band) and a first picture is on its way. That is so
   * if a key picture came over this connection no longer than `oldestMs` ago and pictures still follow it, or
   * if its packets come and the next key picture is due within `maxDelayMs`, by what was seen of this camera
   * earlier. With a `maxDelayMs` of Infinity the tracks are enough; it is 0 if left out. If `oldestMs` is left
   * out, any key picture will do. Rejects with a CameraFailure: at once if another attempt would not mend it,
   * else when the time limit is over; the source keeps trying, and a later call may succeed.
   */
  ready(maxDelayMs?: number, oldestMs?: number): Promise<Tracks>;
  /** Whether pictures arrived lately: sound alone, and packets that make no picture, do not count. */
  online(): boolean;
  /**
   * Returns in how many milliseconds a first picture comes at the latest, for a viewer that can begin with a
   * key picture of `oldestMs` ago; Infinity if nobody knows. If this is left out, it comes at once.
   */
  dueMs?(oldestMs: number): number;
  /** Whether its packets come, but no key picture has come over this connection yet. */
  awaitsKey?(): boolean;
  /** Calls `listener` for every unit from now on; the returned function stops it. */
  subscribe(listener: (unit: AccessUnit) => void): () => void;
  /** Closes the connection and every timer. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a source; there is one such function per kind of camera. Never throws: failures come by `ready`. Its
 * first connection is made when `after` is over: many a camera refuses one of two.
 */
export type OpenSource = (address: CameraAddress, after?: Promise<unknown>) => Source;
