/** The one wait of a run, in which nothing waits longer than the run lasts. */
import type { World } from './world.ts';

/**
 * Looks every `intervalMs` milliseconds until `holds`, for `timeoutMs` at most and no longer than the run; returns
 * whether it held.
 */
export async function waitFor(
  world: Pick<World, 'pause' | 'over'>,
  holds: () => boolean,
  timeoutMs: number,
  intervalMs: number,
): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() >= end || world.over.aborted) return false;
    await world.pause(intervalMs);
  }
  return true;
}
