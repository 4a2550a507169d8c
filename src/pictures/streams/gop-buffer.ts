import type { AccessUnit, VideoUnit } from '../cameras/media.ts';
import { bytesOf } from '../media/unit-bytes.ts';

/** How much a GOP buffer may hold. */
export interface GopLimits {
  readonly bytes: number;
  readonly units: number;
}

/** Enough for 10 s at 6 Mbit/s with audio. */
export const gopLimits: GopLimits = Object.freeze({ bytes: 8 * 1024 * 1024, units: 2_000 });

/** Everything since the newest key unit, so that a viewer need not wait for the next. */
export interface GopBuffer {
  add(unit: AccessUnit): void;
  /** The newest key unit and all that followed it, in order of arrival. */
  units(): readonly AccessUnit[];
  /** Whether too much followed a key unit to be kept: a newcomer has to wait for the next. */
  outgrown(): boolean;
  /** Returns the newest key unit, even if too much followed it to be kept. */
  key(): VideoUnit | undefined;
  /** Returns how much it holds. */
  bytes(): number;
  /** Drops everything; it goes on with the next key unit. */
  clear(): void;
}

/**
 * Makes an empty buffer. A GOP that outgrows the limits is dropped as a whole: half of one would be a torn
 * picture. The buffer then stays empty until the next key unit.
 */
export function createGopBuffer(limits: GopLimits = gopLimits): GopBuffer {
  let kept: AccessUnit[] = [];
  let bytes = 0;
  let key: VideoUnit | undefined;

  return {
    add(unit) {
      if (unit.kind === 'video' && unit.key) {
        key = unit;
        kept = [];
        bytes = 0;
      } else if (kept.length === 0) {
        return;
      }
      kept.push(unit);
      bytes += bytesOf(unit);
      if (bytes > limits.bytes || kept.length > limits.units) {
        kept = [];
        bytes = 0;
      }
    },
    units: () => kept,
    outgrown: () => key !== undefined && kept.length === 0,
    key: () => key,
    bytes: () => (kept.length > 0 || key === undefined ? bytes : bytesOf(key)),
    clear() {
      kept = [];
      bytes = 0;
      key = undefined;
    },
  };
}
