/** Those who wait for a camera's pictures, each no longer than the limit. */
import type { Failure } from '../../failures.ts';

interface Waiter<Value> {
  /** How long a first picture may be away, milliseconds. */
  readonly bearMs: number;
  resolve(value: Value): void;
  reject(failure: Failure): void;
}

export class Readiness<Value> {
  readonly #limitMs: number;
  readonly #why: () => Failure;
  readonly #waiters = new Set<Waiter<Value>>();
  #value: Value | undefined;
  #dueMs: () => number = () => Infinity;

  /** `why`: asked for what to tell those whose time is up. */
  constructor(limitMs: number, why: () => Failure) {
    this.#limitMs = limitMs;
    this.#why = why;
  }

  /** Whether anybody waits. */
  get isAwaited(): boolean {
    return this.#waiters.size > 0;
  }

  /** The value, as soon as a first picture is no further away than `bearMs`. Rejects with Failure. */
  wait(bearMs: number): Promise<Value> {
    if (this.#value !== undefined && this.#dueMs() <= bearMs) return Promise.resolve(this.#value);
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        act();
      };
      const waiter: Waiter<Value> = {
        bearMs,
        resolve: (value) => settle(() => resolve(value)),
        reject: (failure) => settle(() => reject(failure)),
      };
      const late = (): void => {
        if (this.#value !== undefined && this.#dueMs() <= bearMs) waiter.resolve(this.#value);
        else waiter.reject(this.#why());
      };
      const timer = setTimeout(late, this.#limitMs);
      this.#waiters.add(waiter);
    });
  }

  /** The camera is there; `dueMs`: asked in how many milliseconds a picture comes at the latest, 0 once one has come. */
  set(value: Value, dueMs: () => number): void {
    this.#value = value;
    this.#dueMs = dueMs;
    const due = dueMs();
    for (const waiter of this.#waiters) if (due <= waiter.bearMs) waiter.resolve(value);
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
