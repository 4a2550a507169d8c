/** Of a camera that says a usual rate and keeps to another: how far apart its pictures come, as it was seen. */

/** What is further apart is slow, in microseconds. */
const slowUs = 1_000_000;
/** So many such steps in a row are no stall of the network. */
const enoughSlow = 3;
/** So many others in a row, and it is slow no more. */
const enoughUsual = 30;

/** Of one camera, over all its connections: many send a picture in two seconds in the dark, and 25 in one by day. */
export class PictureRate {
  #slow = 0;
  #usual = 0;
  #seenUs: number | undefined;

  /** Microseconds from one picture to the next while they are slow; undefined otherwise. */
  get seenUs(): number | undefined {
    return this.#seenUs;
  }

  /** A picture came so long after the one before it on its connection. */
  take(stepUs: number): void {
    const isSlow = stepUs > slowUs;
    this.#slow = isSlow ? this.#slow + 1 : 0;
    this.#usual = isSlow ? 0 : this.#usual + 1;
    // Of many that differ a little the first stands: who knows it need not be told anew.
    if (this.#slow >= enoughSlow) this.#seenUs ??= Math.round(stepUs);
    if (this.#usual >= enoughUsual) this.#seenUs = undefined;
  }
}
