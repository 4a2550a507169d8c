import type { Scenario } from '../world.ts';

export const eviction: Scenario = {
  name: 'eviction',
  faults: 'F2',
  says: 'The bridge keeps two households open at a time and has to forget all the others.',
  async turn(world) {
    const before = world.habits.watchMs;
    world.habits.watchMs = [600, 2_000];
    await world.bridge.start(2);
    world.injected();
    await world.pause(6_000);
    world.habits.watchMs = before;
    await world.bridge.start();
    await world.pause(1_500);
  },
};
