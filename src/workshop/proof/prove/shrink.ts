/** Looks for the smallest run that finds something foreign, too. */
import type { ProveOptions } from './options.ts';
import { prove, type Watcher } from './prove.ts';
import type { Result } from './result.ts';

/** Accounts and displays that are tried, fewest first. */
const sizes = [2, 4, 8, 16, 32];
const triedMs = 20_000;

/**
 * Runs the scenario in which `found` found something, alone, with the same seed, smallest first. Returns the
 * first run that finds something, too, or `found` itself if none does.
 */
export async function shrink(
  options: ProveOptions,
  found: Result,
  watcher: Watcher,
): Promise<Result> {
  const [first] = found.foreign;
  if (first === undefined) return found;
  for (const size of sizes) {
    if (watcher.stop?.aborted || size >= Math.max(options.households, options.displays)) break;
    watcher.tell(`Trying ${first.scenario} with ${size} households and ${size} displays …`);
    const smaller = await prove(
      {
        ...options,
        only: [first.scenario],
        households: Math.min(size, options.households),
        displays: Math.min(size, options.displays),
        cameras: Math.min(2, options.cameras),
        durationMs: triedMs,
      },
      watcher,
    );
    if (smaller.foreign.length > 0) return smaller;
  }
  return found;
}
