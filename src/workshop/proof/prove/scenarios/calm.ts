import type { Scenario } from '../world.ts';

export const calm: Scenario = {
  name: 'calm',
  faults: '',
  says: 'No fault at all: what everything else is compared with.',
  async turn(world) {
    world.injected(0);
    await world.pause(5_000);
  },
};
