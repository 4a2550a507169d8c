/** How often a camera sends a key picture, as far as it was seen. */

/** Milliseconds by `performance.now`. */
type Moment = number;

/** So many of the last intervals count. */
const remembered = 8;
/** Intervals that differ by less, as a share of the longest, come from one clock. */
const wobble = 0.1;
/** What is later than so much of the longest interval does not follow it. */
const overdue = 1.5;

/** Of one camera, over all its connections. */
export class KeyRhythm {
  #intervals: number[] = [];
  /** How long the first one of a connection was waited for at most. */
  #atLeastMs: number | undefined;
  /** The last key picture, on whatever connection. */
  #last: Moment | undefined;
  /** Since when pictures come on this connection without a break in which a key picture could be missed. */
  #since: Moment | undefined;
  #hasSeen = false;

  /**
   * The longest between two of the last key pictures, in milliseconds; before two were seen, how long the first
   * was waited for, as it is no shorter than that.
   */
  get intervalMs(): number | undefined {
    return this.#intervals.length === 0 ? this.#atLeastMs : Math.max(...this.#intervals);
  }

  /** A connection began to send. */
  began(at: Moment): void {
    this.#since = at;
    this.#hasSeen = false;
  }

  /** A key picture came. */
  seen(at: Moment): void {
    if (this.#since !== undefined) {
      const waitedMs = at - this.#since;
      if (this.#hasSeen) this.#learn(waitedMs);
      else this.#atLeastMs = Math.max(this.#atLeastMs ?? 0, waitedMs);
    }
    this.#since = at;
    this.#hasSeen = true;
    this.#last = at;
  }

  /** What was due did not come, while everything else did: nothing is due before it is seen again. */
  broke(): void {
    this.#intervals = [];
    this.#atLeastMs = undefined;
    this.#last = undefined;
  }

  /** In how many milliseconds the next is due at the latest; Infinity if nothing is known. */
  dueMs(now: Moment): number {
    const interval = this.intervalMs;
    if (interval === undefined || this.#since === undefined) return Infinity;
    const waited = now - this.#since;
    if (waited > interval * overdue) return Infinity;
    const isRegular =
      this.#intervals.length > 1 && interval - Math.min(...this.#intervals) < interval * wobble;
    // One encoder for all who watch: its clock went on while nobody did.
    if (isRegular && this.#last !== undefined) return interval - ((now - this.#last) % interval);
    return Math.max(0, interval - waited);
  }

  #learn(intervalMs: number): void {
    this.#intervals.push(intervalMs);
    if (this.#intervals.length > remembered) this.#intervals.shift();
  }
}
