import { DeviceId } from '../../../identity/ids.ts';
import { twins, type FleetCamera } from '../cast/fleet.ts';
import type { Scenario, World } from '../world.ts';

/** Pairs that move in one turn. */
const pairs = 6;

/** Tells the bridge that `camera` is reached from now on where `place` was. */
async function tell(world: World, camera: FleetCamera, place: FleetCamera): Promise<void> {
  const { ledger, operator } = world;
  const { device } =
    ledger.standing(camera.owner).find((right) => right.camera === camera.key) ?? {};
  if (device === undefined) return;
  const { rtsp, still, transport } = place;
  const source = { rtsp, still, transport, alwaysWarm: false };
  await operator.register.setSource(DeviceId(device), source);
}

/**
 * Two watched cameras change places, and the operator says so while they stream: each must come from
 * its new address, and what was opened at the old one must show nobody the camera that is there now.
 */
export const movedCameras: Scenario = {
  name: 'moved-cameras',
  faults: 'F16, F23',
  says: 'Cameras take each other’s place while they are watched, and the bridge is told where they are.',
  async turn(world, chance) {
    const { fleet } = world;
    const known = [...world.viewings].filter(({ lastAt, hadStill }) => lastAt > 0 && hadStill);
    const watched = [...new Set(known.map(({ camera }) => world.camera(camera)))];
    const order = chance.shuffled(watched.filter(({ serial }) => serial !== twins));
    const moved: (readonly [FleetCamera, FleetCamera])[] = [];
    for (let at = 0; at + 1 < Math.min(order.length, 2 * pairs); at += 2) {
      const [one, other] = [order[at], order[at + 1]];
      if (one !== undefined && other !== undefined) moved.push([one, other]);
    }
    for (const [one, other] of moved) {
      fleet.swap(one, other);
      world.injected();
      world.history.note('', one.key, `changes places with ${other.key}`);
      await tell(world, one, other);
      await tell(world, other, one);
    }
    await world.pause(5_000);
    for (const [one, other] of moved) {
      fleet.swap(one, other);
      await tell(world, one, one);
      await tell(world, other, other);
    }
    await world.pause(1_500);
  },
};
