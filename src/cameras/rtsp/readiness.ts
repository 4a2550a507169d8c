/** Those who wait for a camera, each no longer than the limit. */
import { Failure } from '../../failures.ts';

interface Waiter<Value> {
  resolve(value: Value): void;
  reject(failure: Failure): void;
}

export class Readiness<Value> {
  readonly #limitMs: number;
  readonly #waiters = new Set<Waiter<Value>>();
  #value: Value | undefined;
  #over = false;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** The value, at once where it is known. Rejects with Failure `device-offline`. */
  wait(): Promise<Value> {
    if (this.#value !== undefined) return Promise.resolve(this.#value);
    if (this.#over) return Promise.reject(offline());
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        act();
      };
      const waiter: Waiter<Value> = {
        resolve: (value) => settle(() => resolve(value)),
        reject: (failure) => settle(() => reject(failure)),
      };
      const timer = setTimeout(() => waiter.reject(offline()), this.#limitMs);
      this.#waiters.add(waiter);
    });
  }

  /** The camera is there. */
  set(value: Value): void {
    this.#value = value;
    for (const waiter of this.#waiters) waiter.resolve(value);
  }

  /** The camera is gone, or did not come. */
  fail(): void {
    this.#value = undefined;
    for (const waiter of this.#waiters) waiter.reject(offline());
  }

  /** It will never come. */
  end(): void {
    this.#over = true;
    this.fail();
  }
}

function offline(): Failure {
  return new Failure('device-offline', 'the camera does not answer');
}
