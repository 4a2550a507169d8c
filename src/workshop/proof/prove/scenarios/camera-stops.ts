import type { Scenario } from '../world.ts';

export const cameraStops: Scenario = {
  name: 'camera-stops',
  faults: 'F17',
  says: 'Cameras freeze, restart, fall silent or answer with errors, watched or not.',
  async turn(world, chance) {
    const watched = new Set([...world.viewings].map(({ camera }) => camera));
    const some = chance
      .shuffled([...watched])
      .slice(0, 40)
      .map((key) => world.camera(key));
    for (const { simulated } of some) {
      world.injected();
      if (chance.happens(0.25)) simulated.drop();
      else if (chance.happens(0.33)) await simulated.misbehave({ freeze: true });
      else if (chance.happens(0.5)) await simulated.misbehave({ silent: true });
      else await simulated.misbehave({ answer: 503 });
    }
    await world.pause(3_500);
    for (const { simulated } of some) {
      await simulated.behave();
      if (chance.happens(0.5)) simulated.drop();
    }
    await world.pause(1_500);
  },
};
