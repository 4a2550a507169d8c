import { calm, type Weather } from '../../proxy/weather.ts';
import type { Scenario } from '../world.ts';

/** One bad day on the way to the cameras. */
function weather(kind: number, bytes: number): Partial<Weather> {
  const kinds: Partial<Weather>[] = [
    { delayMs: 400 },
    { bytesPerSecond: 6_000 },
    { cutAfterBytes: bytes },
    { blackHole: true },
    { refuse: true },
  ];
  return kinds[kind % kinds.length] ?? {};
}

export const cameraNetwork: Scenario = {
  name: 'camera-network',
  faults: 'F1, F17',
  says: 'Late, slow, cut at any byte, swallowed or refused: all that comes from the cameras.',
  async turn(world, chance) {
    const { fleet } = world;
    for (let round = 0; round < 3 && !world.over.aborted; round += 1) {
      for (let server = 0; server < fleet.servers; server += 1) {
        if (chance.happens(0.25)) continue;
        fleet.weather(server, { ...calm, ...weather(chance.below(5), 1 + chance.below(4_000)) });
        if (chance.happens(0.3)) fleet.cut(server);
        world.injected();
      }
      await world.pause(1_800);
    }
    for (let server = 0; server < fleet.servers; server += 1) fleet.weather(server, calm);
    await world.pause(1_200);
  },
};
