import type { Crossing } from '../../../wall/partitions/alarm.ts';
import type { Opened } from '../../../wall/partitions/camera-address.ts';
import type { ByteBudget } from '../byte-budget.ts';
import type { SegmentFormat } from './mux.ts';

export interface PackagerOptions {
  readonly format: SegmentFormat;
  /** Length of a segment to aim at, in seconds. */
  readonly segmentSeconds: number;
  /** How long a request waits for a playlist, in milliseconds. */
  readonly waitMs: number;
  /** Packaging stops if nothing was asked for so long, in milliseconds. */
  readonly idleMs: number;
  readonly limits: HlsLimits;
  /** Counts what is kept. */
  readonly budget: ByteBudget;
  /** Called when a segment was refused because a unit in it bore another camera's stamp. */
  readonly onForeign: (event: Crossing) => void;
  /** Called when a camera sends more than a segment or a list may hold. */
  readonly onOverloaded: (from: Opened) => void;
  readonly now: () => number;
}

/** How much may be kept of one camera, in bytes. */
export interface HlsLimits {
  readonly segment: number;
  /** Everything that is listed or lately was, with the key pictures that stand still. */
  readonly window: number;
}

/** A camera of 24 Mbit/s fits in, with key pictures of 2 MiB. */
export const hlsLimits: HlsLimits = Object.freeze({
  segment: 6 * 1024 * 1024,
  window: 32 * 1024 * 1024,
});
