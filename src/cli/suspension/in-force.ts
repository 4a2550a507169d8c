/** Everything that suspends delivery, as far as the data folder says. */
import { reachedIn } from '../../bridge/data-folder/careful-time.ts';
import { keptStop, outlasts } from '../../bridge/control/stop-file.ts';
import { createSwitch, type Suspension } from '../../wall/operator/switch.ts';
import type { Data } from '../leaf.ts';

/**
 * This includes what is over by this clock alone, since a bridge that does not believe the clock holds on to
 * it, and the stop of `stopped.json` if the database does not have it, or only a shorter one.
 */
export async function inForce({
  store,
  folder,
}: Pick<Data, 'store' | 'folder'>): Promise<readonly Suspension[]> {
  const reached = reachedIn(folder, Date.now());
  const rows = await createSwitch(store, () => reached).list();
  const kept = keptStop(folder, reached);
  const stopped = rows.find(({ what }) => what.of === 'all');
  if (kept === undefined || !outlasts(kept, stopped)) return rows;
  const others = rows.filter((row) => row !== stopped);
  return [...others, { what: { of: 'all' }, since: kept.since, ...kept.terms }];
}

/** Returns a line for people if one of them is over by this clock; empty if none is. */
export function doubt(suspensions: readonly Suspension[]): string {
  const over = suspensions.some(({ until = Infinity }) => until <= Date.now());
  if (!over) return '';
  return '\nWhat is over by this clock may still be held back: the clock jumped, or the bridge was off for long.';
}
