import type { Scenario } from '../world.ts';

const hour = 3_600_000;

export const clock: Scenario = {
  name: 'clock',
  faults: 'F11, F20',
  says: 'The bridge’s wall clock jumps by seconds and by hours, there and back.',
  async turn(world) {
    for (const ms of [30_000, -60_000, 30_000, 2 * hour, -2 * hour, -24 * hour, 24 * hour]) {
      world.bridge.jump(ms);
      world.injected();
      await world.pause(900);
    }
  },
};
