/** The one wait for what has to be waited for: of tests, proofs and the bench. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Waited {
  /** What is waited for, in words for the error; a function is asked when it is thrown. */
  readonly what?: string | (() => string);
  /** How long it pauses between looks, in milliseconds. */
  readonly intervalMs?: number;
}

/**
 * Looks until `holds` gives something else than undefined or false; returns that.
 * @throws Error saying what never came, after `timeoutMs`
 */
export async function until<T>(
  holds: () => T | Promise<T>,
  timeoutMs = 10_000,
  { what = 'it did not happen', intervalMs = 5 }: Waited = {},
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const is = await holds();
    if (is !== undefined && is !== false) return is as Exclude<T, undefined | false>;
    if (performance.now() > end) {
      const said = typeof what === 'string' ? what : what();
      throw new Error(`waited ${timeoutMs} ms in vain: ${said}`);
    }
    await pause(intervalMs);
  }
}
