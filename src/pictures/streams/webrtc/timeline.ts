/**
 * One connection's clock: unit time (microseconds since the source opened) to RTP timestamps, the
 * same for video and audio, so that sender reports tie both together.
 *
 * Timestamps are unwrapped integers here; they wrap where a packet is written.
 */
import { randomInt } from 'node:crypto';
import type { AccessUnit, VideoUnit } from '../../cameras/media.ts';

const microsecondsPer90kTick = 1000 / 90;
/** Rounding in timestamps must not tear G.711 apart: smaller jumps are taken for none. 20 ms. */
const audioSlackSamples = 160;

/** When a unit was taken on its source's clock, and when it arrived on ours. */
type Timed = Pick<AccessUnit, 'timestampUs' | 'arrivedAt'> & Pick<VideoUnit, 'displayUs'>;

export interface Timeline {
  /**
   * The timestamp of a picture that is about to be sent, later than any given before. A `late` one
   * (from the GOP buffer, or one that had to wait) is given the present moment instead of the one it
   * was taken at: the display then runs through the past as fast as it comes, and neither stays
   * behind by it nor takes the burst for a clock that goes wrong.
   */
  video(unit: Timed, late: boolean): number;
  /** Where a run of `samples` at 8 kHz begins. Runs that adjoin within 20 ms are joined. */
  audio(unit: Timed, samples: number): number;
  /** The present moment on this clock, for sender reports; undefined before the first unit. */
  now(): { readonly wallMs: number; readonly video: number; readonly audio: number } | undefined;
}

/** One moment on all three clocks: the source's, the wall's and the one that never jumps. */
interface Anchor {
  readonly us: number;
  readonly wallMs: number;
  readonly monotonicMs: number;
}

function presentUs(anchor: Anchor): number {
  return anchor.us + (performance.now() - anchor.monotonicMs) * 1000;
}

/** Returns a clock that is set by its first unit. Its timestamps begin at random (RFC 3550 §5.1). */
export function createTimeline(): Timeline {
  const videoOffset = randomInt(2 ** 31);
  const audioOffset = randomInt(2 ** 31);
  let lastVideo = -1;
  let nextAudio = -1;
  let anchor: Anchor | undefined;

  const videoTicks = (us: number): number => videoOffset + Math.round(us / microsecondsPer90kTick);
  const audioTicks = (us: number): number => audioOffset + Math.round((us * 8) / 1000);
  const settle = (unit: Timed): Anchor => {
    const age = Date.now() - unit.arrivedAt;
    anchor ??= {
      us: unit.displayUs ?? unit.timestampUs,
      wallMs: unit.arrivedAt,
      monotonicMs: performance.now() - age,
    };
    return anchor;
  };

  return {
    video(unit, late) {
      const from = settle(unit);
      const taken = videoTicks(unit.displayUs ?? unit.timestampUs);
      const due = late ? Math.max(taken, videoTicks(presentUs(from))) : taken;
      lastVideo = Math.max(due, lastVideo + 1);
      return lastVideo;
    },
    audio(unit, samples) {
      settle(unit);
      const exact = audioTicks(unit.timestampUs);
      const joined = nextAudio >= 0 && Math.abs(exact - nextAudio) <= audioSlackSamples;
      const begin = joined ? nextAudio : exact;
      nextAudio = begin + samples;
      return begin;
    },
    now() {
      if (!anchor) return undefined;
      const us = presentUs(anchor);
      const wallMs = anchor.wallMs + (us - anchor.us) / 1000;
      return { wallMs, video: videoTicks(us), audio: audioTicks(us) };
    },
  };
}
