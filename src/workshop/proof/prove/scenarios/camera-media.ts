import type { Behaviour } from '../../../../simulator/camera/behaviour.ts';
import type { Scenario } from '../world.ts';

export const cameraMedia: Scenario = {
  name: 'camera-media',
  faults: 'F16, F17',
  says: 'Cameras lose, damage, swap and repeat packets, and tell the wrong time.',
  async turn(world, chance) {
    const ways: Partial<Behaviour>[] = [
      { loseEvery: 7 },
      // Not damage within a NAL unit: it would take the watermark, and nobody could tell.
      { damageEvery: 9, damage: 'version' },
      { damageEvery: 9, damage: 'truncated' },
      { damageEvery: 9, damage: 'nal-type' },
      { swapEvery: 4 },
      { repeatEvery: 3 },
      { stuckTimestamps: true },
      { shiftTimestamps: -20 },
      { shiftTimestamps: 20 },
    ];
    const bad = chance.shuffled(world.fleet.taken).slice(0, world.fleet.taken.length / 2);
    for (const { simulated } of bad) await simulated.misbehave(chance.pick(ways));
    world.injected(bad.length);
    await world.pause(4_000);
    for (const { simulated } of bad) await simulated.behave();
    await world.pause(1_000);
  },
};
