/** How long something still comes after somebody got the answer that it is stopped. */
import type { Viewing } from '../oracle/judge.ts';
import type { World } from '../world.ts';
import { isWatching } from './audience.ts';
import { insistAll, noteEnd, watchedMs, type Concerned } from './revoking.ts';

const intervalMs = 50;

/** Gathers everyone who is concerned, those who begin meanwhile too, until it is called. */
function gather(world: World, concerned: Concerned): () => Viewing[] {
  const all = new Set<Viewing>();
  const look = (): void => {
    for (const viewing of world.viewings) if (concerned(viewing)) all.add(viewing);
  };
  look();
  const timer = setInterval(look, intervalMs);
  return () => {
    clearInterval(timer);
    return [...all].filter(({ lastAt }) => lastAt > 0);
  };
}

/**
 * Times a stop from when `stopped` resolves with its kind: the last byte on each stream that is concerned,
 * nothing if nobody watched. Not if that is undefined: nothing was stopped.
 */
export async function timeStop(
  world: World,
  concerned: Concerned,
  stopped: Promise<string | undefined>,
): Promise<void> {
  const watching = [...world.viewings].filter((one) => concerned(one) && isWatching(one));
  for (const viewing of watching) {
    viewing.stay?.(4 * watchedMs);
    viewing.revoked = true;
  }
  const gathered = gather(world, concerned);
  const kind = await stopped;
  if (kind === undefined) {
    gathered();
    for (const viewing of watching) viewing.revoked = false;
    return;
  }
  const doneAt = Date.now();
  await Promise.all([world.pause(watchedMs), ...insistAll(world, watching, watchedMs)]);
  await noteEnd(world, kind, gathered(), doneAt);
}
