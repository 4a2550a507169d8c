import { areTwins, twins } from '../cast/fleet.ts';
import type { Scenario } from '../world.ts';
import { knownCameras } from './audience.ts';
import { timeAlarm } from './revoking.ts';

/** Pairs that swap in one turn. */
const pairs = 6;
/** How long what was filmed during a swap may still be on its way in a playlist. */
const windowMs = 12_000;

/**
 * A camera that answers at another one's address, with the same log-in, is recognised as another one by what
 * it says of itself, and not shown. If both say exactly the same nobody can tell: the other one's pictures
 * are then counted apart (`excused`), and only those of a third are foreign.
 *
 * Only cameras that have played and given a still are swapped: a camera is known from its first answer on.
 */
export const swappedCameras: Scenario = {
  name: 'swapped-cameras',
  faults: 'F16',
  says: 'Cameras swap addresses in mid-stream. Twins that say the same of themselves are counted apart.',
  async turn(world, chance) {
    const { fleet, oracle } = world;
    const watched = chance.shuffled(knownCameras(world));
    // Twins to twins, so that there are some.
    const order = watched.toSorted(
      (a, b) => Number(b.serial === twins) - Number(a.serial === twins),
    );
    const undo: (() => void)[] = [];
    const timed: Promise<void>[] = [];
    for (let at = 0; at + 1 < Math.min(order.length, 2 * pairs); at += 2) {
      const [one, other] = [order[at], order[at + 1]];
      if (one === undefined || other === undefined) break;
      const pardons = areTwins(one, other)
        ? [oracle.excuse(one.key, other.key), oracle.excuse(other.key, one.key)]
        : [];
      const since = Date.now();
      const over = areTwins(one, other) ? () => undefined : world.alarms.cause(one.key, other.key);
      fleet.swap(one, other);
      if (!areTwins(one, other)) {
        timed.push(...[one, other].map((camera) => timeAlarm(world, camera, since)));
      }
      world.injected();
      world.history.note('', one.key, `swaps addresses with ${other.key}`);
      undo.push(() => {
        fleet.swap(one, other);
        over();
        setTimeout(() => pardons.forEach((take) => take()), windowMs).unref();
      });
    }
    await Promise.all([world.pause(3_000), ...timed]);
    for (const take of undo) take();
    await world.pause(1_500);
  },
};
