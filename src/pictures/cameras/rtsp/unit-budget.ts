/** How many units a camera may send, whatever its timestamps say. */

export interface UnitLimits {
  /** In one go, after a pause. */
  readonly atOnce: number;
  readonly perSecond: number;
}

/** In units: pictures, AAC frames, or packets of G.711. */
export class UnitBudget {
  readonly #limits: UnitLimits;
  #left: number;
  #at: number;

  /** `now`: milliseconds of a steady clock. */
  constructor(limits: UnitLimits, now: number) {
    this.#limits = limits;
    this.#left = limits.atOnce;
    this.#at = now;
  }

  /** Whether there is room for one more unit, or so many, that came now; they are counted if there is. */
  take(now: number, count = 1): boolean {
    const { atOnce, perSecond } = this.#limits;
    const earned = ((now - this.#at) / 1_000) * perSecond;
    this.#left = Math.min(atOnce, this.#left + earned);
    this.#at = now;
    if (this.#left < count) return false;
    this.#left -= count;
    return true;
  }
}
