/**
 * What a camera sends while it is being bound. Nothing of it goes on before; how long that takes is the storage's
 * affair, so no more is kept than whoever waits can begin with: the newest key picture and what followed it.
 */
import type { AccessUnit } from '../media.ts';
import { limits } from './limits.ts';

export class EarlyUnits {
  #kept: AccessUnit[] = [];
  #bytes = 0;
  #isWhole = true;

  add(unit: AccessUnit): void {
    const begins = unit.kind === 'video' && unit.key;
    // Half of what follows a key picture would be torn.
    if (!begins && this.#kept.length === 0) return;
    if (begins) this.#letGo();
    this.#kept.push(unit);
    this.#bytes += unit.kind === 'video' ? sizeOf(unit.nals) : unit.data.length;
    if (this.#bytes > limits.earlyBytes || this.#kept.length > limits.earlyUnits) this.#letGo();
  }

  /** Gives them away. */
  take(): readonly AccessUnit[] {
    const [first, ...rest] = this.#kept;
    if (first?.kind !== 'video' || this.#isWhole) return this.#kept;
    return [Object.freeze({ ...first, afresh: true as const }), ...rest];
  }

  #letGo(): void {
    if (this.#kept.length > 0) this.#isWhole = false;
    this.#kept = [];
    this.#bytes = 0;
  }
}

const sizeOf = (nals: readonly Uint8Array[]): number =>
  nals.reduce((sum, { length }) => sum + length, 0);
