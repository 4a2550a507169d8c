import type { Scenario } from '../world.ts';

/**
 * Two cameras that answer at each other's address, with the same log-in, are two cameras whose
 * addresses were swapped in the map for all that the bridge can tell, unless it knows them by what
 * they say of themselves. So the other one's pictures are counted apart here (`excused`), and only
 * pictures of a third camera are foreign.
 */
export const swappedCameras: Scenario = {
  name: 'swapped-cameras',
  faults: 'F16',
  says: 'Pairs of cameras swap addresses in mid-stream; the other one’s pictures are counted apart.',
  async turn(world, chance) {
    const { fleet, oracle } = world;
    const watched = chance.shuffled([...new Set([...world.viewings].map(({ camera }) => camera))]);
    const undo: (() => void)[] = [];
    for (let at = 0; at + 1 < Math.min(watched.length, 12); at += 2) {
      const [one, other] = [world.camera(watched[at] ?? ''), world.camera(watched[at + 1] ?? '')];
      const pardons = [oracle.excuse(one.key, other.key), oracle.excuse(other.key, one.key)];
      fleet.swap(one, other);
      world.injected();
      world.history.note('', one.key, `swaps addresses with ${other.key}`);
      undo.push(() => {
        fleet.swap(one, other);
        // What was filmed meanwhile is still on its way.
        setTimeout(() => pardons.forEach((take) => take()), 12_000).unref();
      });
    }
    await world.pause(3_000);
    for (const take of undo) take();
    await world.pause(1_500);
  },
};
