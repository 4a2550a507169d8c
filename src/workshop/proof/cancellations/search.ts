/** Every point there is: each operation, each of its awaits, each way to break off. */
import { takeTimers } from '../races/hand-timers.ts';
import { dawn } from '../races/town.ts';
import { Attempt, type Outcome, type Point } from './attempt.ts';
import type { Operation } from './errand.ts';
import type { Ground } from './ground.ts';
import { openWorld, type Defect } from './world.ts';

/** No operation has so many awaits: one that does not end would never be searched. */
const maxAwaits = 200;
/** How one is broken off, and where its neighbour is then. */
const ways = [
  { how: 'cancelled', order: 'beside', ahead: undefined, neighbours: ['own'] },
  { how: 'cancelled', order: 'before', ahead: undefined, neighbours: ['own', 'shared'] },
  { how: 'cancelled', order: 'before', ahead: 0, neighbours: ['own'] },
  { how: 'cancelled', order: 'before', ahead: 2, neighbours: ['own'] },
  { how: 'cancelled', order: 'meanwhile', ahead: undefined, neighbours: ['own', 'shared'] },
  { how: 'failed', order: 'beside', ahead: undefined, neighbours: ['own'] },
  { how: 'failed', order: 'meanwhile', ahead: undefined, neighbours: ['own', 'shared'] },
] as const;

async function attempt(
  point: Point,
  { callers, stills }: Ground,
  defect: Defect,
): Promise<Outcome> {
  const { scratch } = callers.town;
  await scratch.begin();
  const timers = takeTimers(dawn);
  const { offerBy = 'display' } = point.operation;
  const world = openWorld({
    callers,
    stills,
    timers,
    offerBy,
    defect,
  });
  const tried = new Attempt(point, world);
  try {
    return await tried.run();
  } catch (error) {
    const { operation, neighbour, how, order, at, ahead } = point;
    const where = `${operation.name}, ${how} before await ${at}`;
    const begun = ahead === undefined ? '' : `, begun at await ${ahead}`;
    const beside = `the neighbour at its ${neighbour} camera, ${order}${begun}`;
    const why = error instanceof Error ? error.message : String(error);
    const story = [`${where}; ${beside}: ${why}`, ...tried.trace];
    throw new Error(story.join('\n  '), { cause: error });
  } finally {
    const closed = world.close();
    while (world.awaits.next !== undefined) world.awaits.goOn();
    void closed.catch(() => undefined);
    timers.restore();
    await scratch.undo();
  }
}

/**
 * Returns how many points of an operation were tried; `defect` is a mistake made on purpose.
 * @throws Error with the first that shows a fault.
 */
export async function search(
  operation: Operation,
  ground: Ground,
  defect: Defect = (store) => store,
): Promise<number> {
  let tried = 0;
  async function line(point: Omit<Point, 'operation' | 'at'>): Promise<void> {
    for (let at = 0; at < maxAwaits; at += 1) {
      const outcome = await attempt({ ...point, operation, at }, ground, defect);
      if (outcome === 'past the end') return;
      if (outcome === 'tried') tried += 1;
    }
    throw new Error(`${operation.name} does not end`);
  }
  for (const { neighbours, ...way } of ways) {
    if (way.how === 'cancelled' && operation.uncancellable === true) continue;
    // Real sockets are slow, and their awaits few.
    if (way.ahead !== undefined && operation.outside === true) continue;
    for (const neighbour of neighbours) {
      if (neighbour === 'own' || operation.ofCamera) await line({ neighbour, ...way });
    }
  }
  return tried;
}
