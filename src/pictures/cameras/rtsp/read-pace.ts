/**
 * How fast one connection of a camera is read. Each byte and each item costs the one thread that all households share;
 * a camera that sends more than any does is not cut, but waits: what is not read, TCP does not let it send.
 */
import { limits } from './limits.ts';

export interface ReadLimits {
  /** In bytes, as `cost` counts them. */
  readonly perSecond: number;
  /** In one go, after a pause: a camera that is opened may send all since its last key picture. */
  readonly atOnce: number;
}

/** What an item costs besides its bytes, in bytes that cost as much; a message is taken apart and, it may be, answered. */
export const costs = Object.freeze({ item: 600, message: 8_192 });

export class ReadPace {
  readonly #limits: ReadLimits;
  #left: number;
  #at: number;

  /** `now`: milliseconds of a steady clock. */
  constructor(now: number, readLimits: ReadLimits = limits.read) {
    this.#limits = readLimits;
    this.#left = readLimits.atOnce;
    this.#at = now;
  }

  /** What was read, now, cost so much. Returns for how many milliseconds nothing more is to be read; mostly 0. */
  charge(cost: number, now: number): number {
    const { atOnce, perSecond } = this.#limits;
    const earned = ((now - this.#at) / 1_000) * perSecond;
    this.#left = Math.min(atOnce, this.#left + earned) - cost;
    this.#at = now;
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / perSecond) * 1_000);
  }
}
