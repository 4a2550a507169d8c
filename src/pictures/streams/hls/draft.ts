import type { AudioUnit, VideoUnit } from '../../cameras/media.ts';
import type { AacTrack, Tracks } from '../../media/unit.ts';
import type { Filmed } from '../../../wall/partitions/stamp.ts';

/** A coded picture with its place on the stream's own timeline. */
export interface TimedVideo {
  readonly unit: VideoUnit;
  /** When to decode it: microseconds since the stream began. */
  readonly atUs: number;
  /** When to show it; if left out, then. */
  readonly shownUs?: number;
}

/** One AAC frame; `unit` is absent if it is silence of our own making. */
export interface TimedAudio {
  readonly unit?: AudioUnit;
  readonly data: Uint8Array;
  readonly atUs: number;
}

/** The content of one segment, not muxed yet. */
export interface Draft extends Filmed {
  readonly video: readonly TimedVideo[];
  /** Parameter sets that came with pictures between its run's last key picture and its first one. */
  readonly sets?: readonly Uint8Array[];
  readonly audio: readonly TimedAudio[];
  readonly startUs: number;
  readonly endUs: number;
  /** Whether it begins with a key picture, so that a player may begin there. */
  readonly independent: boolean;
  /** Whether it does not carry on from the one before (RFC 8216 §4.3.2.3). */
  readonly discontinuity: boolean;
  /** When its first picture arrived: milliseconds since 1970. */
  readonly wallMs: number;
}

/** What the segments of one unbroken run share. */
export interface Run {
  readonly tracks: Tracks;
  /** SPS of the run's first key picture, without start code. */
  readonly sps: Uint8Array;
  /** All its parameter sets, that one included. */
  readonly sets: readonly Uint8Array[];
  readonly audio: AacTrack;
}
