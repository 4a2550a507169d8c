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
  /** Whether all is known that `facts` tells. */
  readonly isEnough: boolean;
  /** `waitedMs`: how long that was awaited since the first key picture. */
  facts(waitedMs: number): Measured;
}

/** Fewer pictures, or in a shorter time, give no rate. */
const leastPictures = 5;

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Returns what is surely less than the longest gap, in tenths of a second. */
const below = (gapUs: number): number => Math.max(0, Math.ceil(gapUs / 100_000 - 1) / 10);

/**
 * Returns a measure that begins with the first key picture it is given. One that was asked for came too early: what
 * lies between it and those beside it tells only what is less than the rule.
 */
export function createMeasure(): Measure {
  let pictures = 0;
  let keys = 0;
  let firstUs = 0;
  let lastUs = 0;
  let isWhole = true;
  /** The newest key picture. */
  let key = { atUs: 0, isAsked: false };
  let intervalUs: number | undefined;
  let longestUs = 0;
  function takeKey(atUs: number, isAsked: boolean): void {
    const gapUs = keys === 0 ? 0 : atUs - key.atUs;
    if (keys > 0 && !isAsked && !key.isAsked) intervalUs ??= gapUs;
    longestUs = Math.max(longestUs, gapUs);
    key = { atUs, isAsked };
    keys += 1;
  }
  return {
    take(unit) {
      if (unit.kind !== 'video' || (keys === 0 && !unit.key)) return false;
      // Another connection, begun by us: the gap is not the camera's doing.
      if (unit.afresh === true && keys > 0) {
        [pictures, keys, isWhole, intervalUs, longestUs] = [0, 0, false, undefined, 0];
      }
      if (pictures === 0) firstUs = unit.timestampUs;
      pictures += 1;
      lastUs = unit.timestampUs;
      if (unit.key) takeKey(unit.timestampUs, unit.asked === true);
      return unit.key;
    },
    get keys() {
      return keys;
    },
    get isWhole() {
      return isWhole;
    },
    get isEnough() {
      return intervalUs !== undefined && pictures >= leastPictures;
    },
    facts(waitedMs) {
      // With the one that is awaited.
      const gapUs = Math.max(longestUs, lastUs - key.atUs);
      const aboveS = keys < 2 ? Math.floor(waitedMs / 1_000) : below(gapUs);
      const spanS = (lastUs - firstUs) / 1_000_000;
      return {
        ratePerS:
          pictures < leastPictures || spanS === 0 ? null : rounded((pictures - 1) / spanS, 1),
        keyIntervalS: intervalUs === undefined ? null : rounded(intervalUs / 1_000_000, 2),
        keyIntervalAboveS: intervalUs === undefined && isWhole ? aboveS : null,
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
