/**
 * A feed: one open source with its GOP buffer, shared by everybody who watches that camera.
 *
 * Nothing here knows accounts: the door (`wall/partitions/`) decided who may have a hold, and every unit
 * carries its stamp to the delivery check.
 */
import type { AccessUnit, OpenSource, VideoUnit } from '../cameras/media.ts';
import type { Tracks } from '../media/unit.ts';
import type { Failure } from '../../common/failures.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { Stamped } from '../../wall/partitions/stamp.ts';

export interface Feed extends Stamped {
  /** As in the camera's address. */
  readonly opening: number;
  /**
   * As Source.ready. If more came since the last key picture than is kept, a newcomer cannot begin with it:
   * it counts for no longer than `maxDelayMs`, as the next may come as soon.
   */
  ready(maxDelayMs?: number, oldestMs?: number): Promise<Tracks>;
  online(): boolean;
  /** Returns for whom it is held: the one who has held it longest, or had it last; undefined if that was not said. */
  lane?(): string | undefined;
  /**
   * Passes on, first and synchronously, every unit since the last key unit (that one included), then each new
   * one as it arrives. The returned function stops it. Nothing is replayed when the source is silent.
   */
  watch(listener: (unit: AccessUnit) => void): () => void;
  /** Returns the newest key unit, for a still; undefined before the first, or while the camera is offline. */
  lastKey(): VideoUnit | undefined;
}

/** One viewer's hold on a feed. The feed lingers for a configured time after the last release. */
export interface FeedHold {
  readonly feed: Feed;
  /** The feed does not linger if what it was opened from is `over`. Idempotent. */
  release(over?: boolean): void;
}

export interface Feeds {
  /**
   * Opens the camera, or joins those who have it open: one source per stamp and address. `lane` stands for
   * the asker: only so many of its sources linger, and what is kept of the camera counts for it.
   * @throws Failure `overloaded` if as many cameras are open as may be, all of them in use.
   */
  open(address: CameraAddress, lane?: string): FeedHold;
  /**
   * Returns why no picture of the camera can be had, or undefined if one can, within `maxDelayMs` or with a key
   * picture of `oldestMs` ago (Source.ready): at once if it is open, else by opening it for a moment, within
   * the configured time (2 s). `unsuited` returns why no display could show what it sends, if that is so.
   * @throws Failure `overloaded` as `open`, nothing else.
   */
  probe(
    address: CameraAddress,
    maxDelayMs: number,
    oldestMs?: number,
    unsuited?: (tracks: Tracks) => Failure | undefined,
  ): Promise<Failure | undefined>;
  /** Whether the camera is open and showed pictures, and none come of it now: whatever was said of it before is over. */
  isLost(address: CameraAddress): boolean;
  /** Closes at once those sources that nobody holds any more and that `stands` does not confirm. */
  closeOutdated(stands: (address: CameraAddress) => Promise<boolean>): Promise<void>;
  /** How many sources are open; for health and tests. */
  readonly size: number;
  /** Closes every source. */
  close(): Promise<void>;
}

/** For code that checks cameras rather than shows them. */
export interface InspectableFeeds extends Feeds {
  /** Whether the camera is open now, whoever holds it. */
  isOpen(address: CameraAddress): boolean;
  /**
   * Holds the camera for a check, opened by `openSource` if it is not open: viewers who come meanwhile join
   * that. It does not linger for the check. @throws Failure `overloaded` as `open`.
   */
  inspect(address: CameraAddress, openSource?: OpenSource): FeedHold;
}
