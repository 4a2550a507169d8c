import { calm, type Weather } from '../../proxy/weather.ts';
import type { Scenario } from '../world.ts';
import { lasts } from './rounds.ts';

/** What the proxy may hold a byte for; nothing is revoked meanwhile. */
const heldMs = 30_000;
/** How many requests meet each day: as many on a busy machine, which takes longer for them. */
const met = 48;

export const displayNetwork: Scenario = {
  name: 'display-network',
  faults: 'F1, F5, F17',
  says: 'Late, slow, cut at any byte, swallowed or refused: all between displays and bridge.',
  async turn(world, chance) {
    const { front, oracle } = world;
    const days: Partial<Weather>[] = [
      { delayMs: 250 },
      { bytesPerSecond: 20_000 },
      { cutAfterBytes: 1 + chance.below(20_000) },
      { cutAfterBytes: 1 + chance.below(600) },
      { blackHole: true },
      { refuse: true },
    ];
    oracle.networkMs = heldMs;
    for (const day of chance.shuffled(days).slice(0, 4)) {
      front.weather({ ...calm, ...day });
      world.injected();
      if (day.blackHole === true) await world.pause(600);
      else await lasts(world, 1_300, met);
      if (chance.happens(0.5)) front.cut();
    }
    front.weather(calm);
    // What was held is not to be taken for late afterwards.
    front.cut();
    oracle.networkMs = 0;
    await world.pause(800);
  },
};
