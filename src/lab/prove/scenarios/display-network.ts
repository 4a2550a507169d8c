import { calm, type Weather } from '../../proxy/weather.ts';
import type { Scenario } from '../world.ts';

/** What the proxy may hold a byte for; nothing is revoked meanwhile. */
const heldMs = 30_000;

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
      await world.pause(day.blackHole === true ? 600 : 1_300);
      if (chance.happens(0.5)) front.cut();
    }
    front.weather(calm);
    // What was held is not to be taken for late afterwards.
    front.cut();
    oracle.networkMs = 0;
    await world.pause(800);
  },
};
