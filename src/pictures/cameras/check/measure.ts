/** What a check measures of the pictures that come. */
import type { AccessUnit } from '../media.ts';
import type { Tracks } from '../../media/unit.ts';
import type { StreamFacts } from './steps.ts';

type Measured = Pick<StreamFacts, 'ratePerS' | 'keyIntervalS' | 'keyIntervalAboveS'>;

export interface Measure {
  /** Returns whether it was a key picture. Units before the first one do not count. */
  take(unit: AccessUnit): boolean;
  /** How many key pictures came, over the newest of the connections. */
  readonly keys: number;
  /** Whether all came over one connection. */
  readonly isWhole: boolean;
  /** `waitedMs`: how long the second key picture was awaited. */
  facts(waitedMs: number): Measured;
}

/** Fewer pictures, or in a shorter time, give no rate. */
const leastPictures = 5;

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Returns a measure that begins with the first key picture it is given. */
export function createMeasure(): Measure {
  let pictures = 0;
  let keys = 0;
  let firstUs = 0;
  let lastUs = 0;
  let secondUs = 0;
  let isWhole = true;
  return {
    take(unit) {
      if (unit.kind !== 'video' || (keys === 0 && !unit.key)) return false;
      // Another connection, begun by us: the gap is not the camera's doing.
      if (unit.afresh === true && keys > 0) [pictures, keys, isWhole] = [0, 0, false];
      if (pictures === 0) firstUs = unit.timestampUs;
      pictures += 1;
      lastUs = unit.timestampUs;
      if (!unit.key) return false;
      keys += 1;
      if (keys === 2) secondUs = unit.timestampUs;
      return true;
    },
    get keys() {
      return keys;
    },
    get isWhole() {
      return isWhole;
    },
    facts(waitedMs) {
      const spanS = (lastUs - firstUs) / 1_000_000;
      return {
        ratePerS:
          pictures < leastPictures || spanS === 0 ? null : rounded((pictures - 1) / spanS, 1),
        keyIntervalS: keys < 2 ? null : rounded((secondUs - firstUs) / 1_000_000, 2),
        keyIntervalAboveS: keys < 2 && isWhole ? Math.floor(waitedMs / 1_000) : null,
      };
    },
  };
}

/** How fast a camera's RTP clock runs, by the pictures that came first and last. */
export interface ClockMeasure {
  readonly picture: (rtpTimestamp: number, at: number) => void;
  /**
   * By how many percent it is faster than ours; null if too little was seen, or no more than the network may
   * have caused.
   */
  errorPercent(clockRate: number): number | null;
}

/** Many cameras first send what they have kept, faster than it was filmed. */
const burstMs = 1_000;
const leastMs = 2_000;
/** How far off a picture may come, late or early. */
const scatterMs = 250;

/** Returns a measure that leaves out the first second, and says nothing of less than two seconds after it. */
export function createClockMeasure(): ClockMeasure {
  let begun: number | undefined;
  let first: { readonly rtp: number; readonly at: number } | undefined;
  /** Since the first; of B pictures the furthest counts. */
  let ticks = 0;
  let at = 0;
  return {
    picture(rtpTimestamp, now) {
      begun ??= now;
      if (now - begun < burstMs) return;
      first ??= { rtp: rtpTimestamp, at: now };
      // RTP timestamps have 32 bits (RFC 3550 §5.1).
      const since = (rtpTimestamp - first.rtp) | 0;
      if (since < ticks) return;
      ticks = since;
      at = now;
    },
    errorPercent(clockRate) {
      const ms = first === undefined ? 0 : at - first.at;
      if (ms < leastMs) return null;
      const aheadMs = (ticks / clockRate) * 1_000 - ms;
      return Math.abs(aheadMs) < scatterMs ? null : rounded((aheadMs / ms) * 100, 1);
    },
  };
}

/** Returns what is known of the tracks. */
export function trackFacts({ video, audio }: Tracks) {
  const { codec, profileLevelId, width, height, hurdle } = video;
  const isReordered = hurdle?.reason === 'b-pictures';
  return {
    codec,
    profileLevelId,
    width,
    height,
    bPictures: isReordered ? (hurdle.seen ? ('seen' as const) : ('may' as const)) : 'none',
    noIdr: hurdle?.reason === 'no-idr',
    audio: audio === undefined ? null : audioFacts(audio),
  } as const;
}

function audioFacts({ codec, sampleRate, channels }: NonNullable<Tracks['audio']>) {
  return { codec, sampleRate, channels };
}
