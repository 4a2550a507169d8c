/** How much sound a camera may send, whatever its timestamps say. */
import { limits } from './limits.ts';

/** In units: AAC frames, or packets of G.711. Beyond it a unit is let go, and heard as a gap. */
export class SoundBudget {
  #left: number = limits.soundUnitsAtOnce;
  #at: number;

  /** `now`: milliseconds of a steady clock. */
  constructor(now: number) {
    this.#at = now;
  }

  /** Whether there is room for one more unit, that came now; it is counted where there is. */
  take(now: number): boolean {
    const earned = ((now - this.#at) / 1_000) * limits.soundUnitsPerSecond;
    this.#left = Math.min(limits.soundUnitsAtOnce, this.#left + earned);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
