/**
 * What a camera sends while it is being bound. Nothing of it goes on before; how long that takes is the storage's
 * affair, so it is bounded: of too much what comes before the newest key picture goes, and then all up to the next.
 */
import type { AccessUnit } from '../media.ts';
import { bytesOf } from '../../media/unit-bytes.ts';
import { limits } from './limits.ts';

export class EarlyUnits {
  #kept: AccessUnit[] = [];
  #bytes = 0;
  /** Where the newest key picture stands. */
  #newest = 0;
  #isWhole = true;

  add(unit: AccessUnit): void {
    const begins = unit.kind === 'video' && unit.key;
    // Half of what follows a key picture would be torn.
    if (!begins && this.#kept.length === 0) return;
    if (begins) this.#newest = this.#kept.length;
    this.#kept.push(unit);
    this.#bytes += bytesOf(unit);
    if (this.#isTooMuch()) this.#letGo(this.#newest);
    if (this.#isTooMuch()) this.#letGo(this.#kept.length);
  }

  /** Returns them away. */
  take(): readonly AccessUnit[] {
    const [first, ...rest] = this.#kept;
    if (first?.kind !== 'video' || this.#isWhole) return this.#kept;
    return [Object.freeze({ ...first, afresh: true as const }), ...rest];
  }

  #isTooMuch(): boolean {
    return this.#bytes > limits.earlyBytes || this.#kept.length > limits.earlyUnits;
  }

  #letGo(count: number): void {
    this.#isWhole = false;
    this.#kept = this.#kept.slice(count);
    this.#bytes = this.#kept.reduce((sum, unit) => sum + bytesOf(unit), 0);
    this.#newest = 0;
  }
}
