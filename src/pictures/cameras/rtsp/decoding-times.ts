/**
 * When each picture is to be decoded, by when it is shown. They differ with B pictures: those come after a
 * picture that is shown later. RTP tells the time of display alone (RFC 6184 §5.1); MPEG-TS and MP4 need both.
 */

/** Each later than the one before by at least this. */
const leastStepUs = 1_000;
/** How long a picture lasts, as long as nothing is known. */
const pictureUs = 40_000;
/** What is so much later does not go on from what was before. */
const gapUs = 500_000;
/** As many pictures as a decoder may hold back (ITU-T H.264 §A.3.1). */
const most = 16;

export class DecodingTimes {
  #depth: number;
  /** The most that came before one that is shown earlier, so far. */
  #seen: number;
  readonly #learnt: (depth: number) => void;
  /** When the pictures are shown whose times were not given out yet; in order. */
  #waiting: number[] = [];
  /** When those that came last are shown. */
  #recent: number[] = [];
  #last = -Infinity;

  /** `depth`: how many pictures were seen to come before one that is shown earlier; `learnt` is told of more. */
  constructor(depth: number, learnt: (depth: number) => void = () => undefined) {
    this.#depth = Math.min(depth, most);
    this.#seen = this.#depth;
    this.#learnt = learnt;
  }

  /** How many pictures are expected to come before one that is shown earlier. */
  get depth(): number {
    return this.#depth;
  }

  /** An SPS tells how many there may be. */
  expect(depth: number): void {
    if (depth > this.#depth) this.#depth = Math.min(depth, most);
  }

  /**
   * When to decode the next picture, which is shown at `shownUs`: microseconds, growing. Later than it is shown
   * only if nobody knew that it was to be expected so late.
   */
  take(shownUs: number): number {
    this.#learn(shownUs);
    if (this.#depth === 0) return this.#give(shownUs);
    if (shownUs - (this.#waiting.at(-1) ?? shownUs) > gapUs) this.#waiting = [];
    const place = this.#waiting.findIndex((other) => other > shownUs);
    this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, shownUs);
    const missing = this.#depth + 1 - this.#waiting.length;
    const [next = shownUs] = this.#waiting;
    if (missing > 0) return this.#give(next - missing * pictureUs);
    this.#waiting.shift();
    return this.#give(next);
  }

  #learn(shownUs: number): void {
    const after = this.#recent.filter((other) => other > shownUs).length;
    if (after > this.#seen) {
      this.#seen = after;
      this.#learnt(after);
    }
    this.#depth = Math.max(this.#depth, after);
    this.#recent.push(shownUs);
    if (this.#recent.length > most) this.#recent.shift();
  }

  #give(us: number): number {
    this.#last = Math.max(us, this.#last + leastStepUs);
    return this.#last;
  }
}
