/**
 * When the units of one RTP stream were on their way to us, by how far their timestamps went on.
 *
 * What we read now may have waited: in the kernel while this process stood still, in the camera while
 * the network did. Dated by the reading alone, it would count as filmed under a right that began
 * meanwhile. So a unit is as much later than the quickest of its stream as it was read later, by the
 * camera's own clock. A camera's clock proves little: whatever is wrong with it may make a unit older
 * than it is, which keeps it from rights that are fresh for a while, and never younger than the reading.
 */

/** A lateness that no unit fell short of for so long is the clock's (it drifts), not the unit's. */
const windowMs = 30_000;
/** No pause counts for more than this of a window, nor of doubt: we, not the camera, may have made it. */
const longestPauseMs = 1_000;
/** Back by less: pictures sent in the order of decoding. Forward by more than there is to catch up: a jump. */
const jumpMs = 1_000;
/** Timestamps that make no sense for so long, and the reading alone is believed. */
const doubtMs = 2_000;

export class Lateness {
  readonly #msPerTick: number;
  #rtp: number | undefined;
  #readAt: number;
  /** Whether there ever was a timestamp: before that there is nothing to doubt. */
  #begun = false;
  #lateMs = 0;
  #leastMs = Infinity;
  #windowMs = 0;
  #doubtedMs = 0;

  /** `beganAt`: nothing of the stream is older (milliseconds of a steady clock). */
  constructor(clockRate: number, beganAt: number) {
    this.#msPerTick = 1_000 / clockRate;
    this.#readAt = beganAt;
  }

  /**
   * A packet with this RTP timestamp was read, whatever becomes of it. The first one begins the camera's clock: a
   * key picture may be awaited for seconds then, which is no lateness of that picture.
   */
  begin(rtp: number, now: number): void {
    if (this.#rtp === undefined) this.heardAt(rtp, now);
  }

  /** When a unit with this RTP timestamp, read at `now`, would have been read without delay. */
  heardAt(rtp: number, now: number): number {
    const waited = now - this.#readAt;
    const step = this.#believable(rtp, waited);
    this.#rtp = rtp;
    this.#readAt = now;
    // If it is not known how much later it was filmed, it may have been right after the one before.
    this.#lateMs = Math.max(0, this.#lateMs + waited - (step ?? 0));
    const pause = Math.min(waited, longestPauseMs);
    this.#doubtedMs = step === undefined && this.#begun ? this.#doubtedMs + pause : 0;
    this.#begun = true;
    if (this.#doubtedMs > doubtMs) this.#lateMs = 0;
    this.#settle(pause);
    return now - this.#lateMs;
  }

  /** Another sender: its timestamps have nothing to do with those before. */
  restart(): void {
    this.#rtp = undefined;
  }

  /** Returns the milliseconds from the unit before to this one, by the camera, or undefined if it does not say. */
  #believable(rtp: number, waited: number): number | undefined {
    if (this.#rtp === undefined || rtp === this.#rtp) return undefined;
    const step = ((rtp - this.#rtp) | 0) * this.#msPerTick;
    const ahead = step - this.#lateMs - waited;
    return step > -jumpMs && ahead < jumpMs ? step : undefined;
  }

  #settle(pause: number): void {
    this.#leastMs = Math.min(this.#leastMs, this.#lateMs);
    this.#windowMs += pause;
    if (this.#windowMs < windowMs) return;
    this.#lateMs -= this.#leastMs;
    this.#leastMs = Infinity;
    this.#windowMs = 0;
  }
}
