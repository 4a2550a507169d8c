/**
 * A feed: one open source with its GOP buffer, shared by everybody who watches that camera.
 *
 * Nothing here knows accounts: who may hold a lease was decided at the door (`wall/partitions/`), and
 * every unit carries its stamp to the delivery check.
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
   * As Source.ready. Where more came since the last key picture than is kept, whoever comes now cannot begin with
   * it: it counts for no longer than `bearMs`, as the next may come as soon.
   */
  ready(bearMs?: number, oldestMs?: number): Promise<Tracks>;
  online(): boolean;
  /** For whom it is held: who of those has held it longest, or had it last; undefined where that was not said. */
  lane?(): string | undefined;
  /**
   * First, synchronously, every unit since the last key unit (that one included), then each new one
   * as it arrives. The answer stops it. Nothing is replayed when the source is silent.
   */
  watch(listener: (unit: AccessUnit) => void): () => void;
  /** The newest key unit, for a still; undefined before the first, or while the camera is offline. */
  lastKey(): VideoUnit | undefined;
}

/** One viewer's hold on a feed. The feed lingers for a configured time after the last release. */
export interface FeedLease {
  readonly feed: Feed;
  /** The feed does not linger where what it was opened from is `over`. Idempotent. */
  release(over?: boolean): void;
}

export interface Feeds {
  /**
   * Opens the camera, or joins those who have it open: one source per stamp and address. `lane` stands
   * for who asks: so many of its sources linger, and what is kept of the camera counts for it.
   * @throws Failure `overloaded` where as many cameras are open as may be, all of them in use.
   */
  open(address: CameraAddress, lane?: string): FeedLease;
  /**
   * Why no picture of the camera is to be had, or undefined where one is, within `bearMs` or with a key picture of
   * `oldestMs` ago (Source.ready): at once where it is open, else by opening it for a moment, within the
   * configured time (2 s). `unsuited` says why no display could show what it sends, where that is so.
   * @throws Failure `overloaded` as `open`, nothing else.
   */
  probe(
    address: CameraAddress,
    bearMs: number,
    oldestMs?: number,
    unsuited?: (tracks: Tracks) => Failure | undefined,
  ): Promise<Failure | undefined>;
  /** Whether the camera is open and showed pictures, and none come of it now: whatever was said of it before is over. */
  isLost(address: CameraAddress): boolean;
  /** Closes at once those sources that nobody holds any more and `stands` does not answer for. */
  closeOutdated(stands: (address: CameraAddress) => Promise<boolean>): Promise<void>;
  /** How many sources are open; for health and tests. */
  readonly size: number;
  /** Closes every source. */
  close(): Promise<void>;
}

/** For who looks at cameras rather than shows them. */
export interface InspectableFeeds extends Feeds {
  /** Whether the camera is open now, whoever holds it. */
  isOpen(address: CameraAddress): boolean;
  /**
   * Holds the camera for a look at it, opened by `openSource` where it is not open: whoever watches meanwhile joins
   * that. It does not linger for the look. @throws Failure `overloaded` as `open`.
   */
  inspect(address: CameraAddress, openSource?: OpenSource): FeedLease;
}
