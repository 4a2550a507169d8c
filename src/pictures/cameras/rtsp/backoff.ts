/** How long to wait before the next try. */

/** While somebody waits for the camera, the next try comes no later than this, milliseconds. */
export const awaitedRetryMs = 250;

export interface Backoff {
  /** After the first failure, milliseconds. */
  readonly firstMs: number;
  /** At most. */
  readonly maxMs: number;
}

/**
 * Doubles with every failure in a row, from 1; a random half is taken off, so that cameras that
 * went together do not come back together. `random`: 0 to 1.
 */
export function waitMs({ firstMs, maxMs }: Backoff, failures: number, random: number): number {
  const whole = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole * (1 - random / 2));
}
