/**
 * RTP timestamps of one stream to microseconds since the source opened.
 *
 * Cameras lie about time: their clocks jump, stand still or run at another speed. What comes out
 * always grows, in steps like the camera's where those are believable and like the arrivals' where
 * not. A small correction pulls it gently to its reference: the arrival of its packets or, for
 * audio once the camera has sent sender reports for both streams, the video's timeline. A clock that was
 * seen to run at another speed is followed at ours.
 */
import { ClockRate } from './clock-rate.ts';

const SECOND = 1_000_000;
/** A picture later than the one before by so much more than its packets were: a jump. */
const jumpUs = SECOND;
/** How far the camera's time may drift from ours before ours is taken. */
const farUs = 5 * SECOND;
const leastStepUs = 1_000;
/** Correction per second of stream: 500 ppm against drift, more of a clock that is wrong, and to bring audio in line. */
const driftRate = 0.0005;
const wrongRate = 0.05;
const alignRate = 0.02;

export class Timeline {
  readonly #usPerTick: number;
  #rtp: number | undefined;
  #us: number;
  #arrivalUs = 0;
  /** Microseconds still to be added to agree with the other stream; undefined: go by arrival. */
  #skewUs: number | undefined;
  readonly #clock: ClockRate;

  /** `after`: a timeline that this one goes on from. */
  constructor(clockRate: number, after?: Timeline) {
    this.#usPerTick = SECOND / clockRate;
    this.#us = after === undefined ? -leastStepUs : after.#us;
    this.#clock =
      after !== undefined && after.#usPerTick === this.#usPerTick ? after.#clock : new ClockRate();
    this.#clock.restart();
  }

  /**
   * The time of a unit with this RTP timestamp, arrived `arrivalUs` microseconds after the source
   * opened. Integers, each at least a millisecond after the one before; but one that may `goBack` is shown before
   * what came before it, where its timestamp says so.
   */
  stamp(rtp: number, arrivalUs: number, goBack = false): number {
    if (goBack && this.#rtp !== undefined) {
      const back = this.#ticks(this.#rtp, rtp) * this.#clock.factor;
      if (back < 0 && back > -jumpUs) return Math.round(this.#us + back);
    }
    const waited = Math.max(0, arrivalUs - this.#arrivalUs);
    const step = this.#rtp === undefined ? undefined : this.#ticks(this.#rtp, rtp);
    this.#rtp = rtp;
    this.#arrivalUs = arrivalUs;
    this.#us = Math.round(Math.max(this.#us + leastStepUs, this.#next(step, waited)));
    return this.#us;
  }

  /** Another sender: its timestamps have nothing to do with those before. */
  restart(): void {
    this.#rtp = undefined;
    this.#skewUs = undefined;
    this.#clock.restart();
  }

  /** The time of any RTP timestamp near the last one; undefined before the first. */
  at(rtp: number): number | undefined {
    return this.#rtp === undefined ? undefined : this.#us + this.#ticks(this.#rtp, rtp);
  }

  /** Told how far this stream is behind its reference (negative: ahead). */
  align(skewUs: number): void {
    this.#skewUs = skewUs;
  }

  #next(ticked: number | undefined, waited: number): number {
    if (ticked === undefined) return this.#arrivalUs;
    if (ticked <= 0 || ticked > waited + jumpUs) {
      this.#clock.restart();
      return this.#us + waited;
    }
    this.#clock.take(ticked, waited);
    const { factor } = this.#clock;
    const step = ticked * factor;
    const next = this.#us + step;
    const late = this.#arrivalUs - next;
    if (late > farUs) return this.#arrivalUs;
    // Time cannot go back: go at half speed until the clock has caught up.
    if (late < -farUs) return this.#us + Math.min(step, waited) / 2;
    const rate = factor === 1 ? driftRate : wrongRate;
    if (this.#skewUs === undefined) return next + clamp(late, step * rate);
    const part = clamp(this.#skewUs, step * alignRate);
    this.#skewUs -= part;
    return next + part;
  }

  #ticks(from: number, to: number): number {
    return ((to - from) | 0) * this.#usPerTick;
  }
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
