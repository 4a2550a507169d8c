import { calm, type Weather } from '../../proxy/weather.ts';
import type { Scenario } from '../world.ts';
import { assemble } from './audience.ts';

const days: readonly Partial<Weather>[] = [
  { loseEvery: 50 },
  { swapEvery: 3 },
  { repeatEvery: 2 },
  { delayMs: 150, swapEvery: 7 },
  { loseEvery: 23, swapEvery: 5, repeatEvery: 4, delayMs: 40 },
];
const dayMs = 2_000;

export const cameraUdp: Scenario = {
  name: 'camera-udp',
  faults: 'F1, F16',
  says: 'What cameras send by UDP is lost, late, out of order and repeated.',
  async turn(world, chance) {
    const { fleet } = world;
    const some = chance.shuffled(days).slice(0, 3);
    await assemble(world, chance, { least: 6, most: 24 }, ({ camera }) => {
      return world.camera(camera).transport === 'udp';
    });
    try {
      for (const day of some) {
        fleet.udpWeather({ ...calm, ...day });
        world.injected();
        await world.pause(dayMs);
      }
    } finally {
      fleet.udpWeather(calm);
    }
    await world.pause(1_000);
  },
};
