/** The one wait for what has to be waited for: of tests, proofs and the bench. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Waited {
  /** What is waited for, in words for the error; a function is asked when it is thrown. */
  readonly what?: string | (() => string);
  /**
   * How long it pauses between looks, in milliseconds. If it is left out, a twentieth of what has been waited, but at
   * least 5 and at most 100: what takes long to come is not worth the work of looking often.
   */
  readonly intervalMs?: number;
}

const pauseAfter = (waitedMs: number): number => Math.min(Math.max(waitedMs / 20, 5), 100);

/**
 * Looks until `holds` returns something else than undefined or false; returns that.
 * @throws Error saying what never came, after `timeoutMs`
 */
export async function until<T>(
  holds: () => T | Promise<T>,
  timeoutMs = 10_000,
  { what = 'it did not happen', intervalMs }: Waited = {},
): Promise<Exclude<T, undefined | false>> {
  const start = performance.now();
  for (;;) {
    const is = await holds();
    if (is !== undefined && is !== false) return is as Exclude<T, undefined | false>;
    const waitedMs = performance.now() - start;
    if (waitedMs > timeoutMs) {
      const said = typeof what === 'string' ? what : what();
      throw new Error(`waited ${timeoutMs} ms in vain: ${said}`);
    }
    await pause(intervalMs ?? pauseAfter(waitedMs));
  }
}
