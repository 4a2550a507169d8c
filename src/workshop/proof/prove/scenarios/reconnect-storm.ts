import type { Scenario } from '../world.ts';

export const reconnectStorm: Scenario = {
  name: 'reconnect-storm',
  faults: 'F2, F13',
  says: 'The bridge is killed and started again while everybody asks, and asks anew.',
  async turn(world, chance) {
    for (let round = 0; round < 2 && !world.over.aborted; round += 1) {
      await world.bridge.kill();
      world.injected();
      await world.pause(chance.between(100, 800));
      await world.bridge.start();
      await world.pause(3_000);
    }
  },
};
