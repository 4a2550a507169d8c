/** Those who wait for a camera's pictures, each no longer than the limit. */
import type { Failure } from '../../../common/failures.ts';

interface Waiter<Value> {
  /** How long a first picture may be away, milliseconds. */
  readonly maxDelayMs: number;
  /** How long ago the picture that it begins with may have come, milliseconds. */
  readonly oldestMs: number;
  resolve(value: Value): void;
  reject(failure: Failure): void;
}

/**
 * In how many milliseconds a first picture comes at the latest for whoever can begin with one that came so long
 * ago; 0 if one came.
 */
export type DueMs = (oldestMs: number) => number;

export class Readiness<Value> {
  readonly #limitMs: number;
  readonly #why: () => Failure;
  readonly #waiters = new Set<Waiter<Value>>();
  #value: Value | undefined;
  #dueMs: DueMs = () => Infinity;

  /** `why`: asked for what to tell those whose time is up. */
  constructor(limitMs: number, why: () => Failure) {
    this.#limitMs = limitMs;
    this.#why = why;
  }

  /** Whether anybody waits. */
  get isAwaited(): boolean {
    return this.#waiters.size > 0;
  }

  /**
   * The value, as soon as a first picture is no further away than `maxDelayMs`, or came no longer ago than `oldestMs`.
   * Rejects with Failure.
   */
  wait(maxDelayMs: number, oldestMs = Infinity): Promise<Value> {
    const isDue = (): boolean => this.#dueMs(oldestMs) <= maxDelayMs;
    if (this.#value !== undefined && isDue()) return Promise.resolve(this.#value);
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        act();
      };
      const waiter: Waiter<Value> = {
        maxDelayMs,
        oldestMs,
        resolve: (value) => settle(() => resolve(value)),
        reject: (failure) => settle(() => reject(failure)),
      };
      const late = (): void => {
        if (this.#value !== undefined && isDue()) waiter.resolve(this.#value);
        else waiter.reject(this.#why());
      };
      const timer = setTimeout(late, this.#limitMs);
      this.#waiters.add(waiter);
    });
  }

  /** The camera is there, and a picture comes when `dueMs` says; it is asked again and again. */
  set(value: Value, dueMs: DueMs): void {
    this.#value = value;
    this.#dueMs = dueMs;
    for (const waiter of this.#waiters) {
      if (dueMs(waiter.oldestMs) <= waiter.maxDelayMs) waiter.resolve(value);
    }
  }

  /** A picture came just now: nobody waits any longer. */
  came(): void {
    const value = this.#value;
    if (value !== undefined) for (const waiter of this.#waiters) waiter.resolve(value);
  }

  /** The camera is gone, or did not come; it may yet. */
  clear(): void {
    this.#value = undefined;
  }

  /** It will not come while they wait. */
  fail(failure: Failure): void {
    this.clear();
    for (const waiter of this.#waiters) waiter.reject(failure);
  }
}
