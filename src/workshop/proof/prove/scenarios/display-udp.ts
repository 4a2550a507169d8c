import type { Weather } from '../../proxy/weather.ts';
import type { Scenario } from '../world.ts';

export const displayUdp: Scenario = {
  name: 'display-udp',
  faults: 'F1, F16',
  says: 'WebRTC’s datagrams are lost, late, out of order and repeated.',
  async turn(world, chance) {
    const days: Partial<Weather>[] = [
      { loseEvery: 5 },
      { swapEvery: 3 },
      { repeatEvery: 2 },
      { delayMs: 120, loseEvery: 9 },
      { loseEvery: 7, swapEvery: 5, repeatEvery: 4, delayMs: 30 },
    ];
    const before = world.habits.watchMs;
    world.habits.watchMs = [1_000, 2_000];
    for (const day of chance.shuffled(days).slice(0, 3)) {
      world.habits.udp = day;
      world.injected();
      await world.pause(2_000);
    }
    world.habits.udp = undefined;
    world.habits.watchMs = before;
  },
};
