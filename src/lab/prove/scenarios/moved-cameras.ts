import { DeviceId } from '../../../identity/ids.ts';
import { twins, type FleetCamera, type Place } from '../cast/fleet.ts';
import { sourceAt } from '../cast/households.ts';
import type { Scenario, World } from '../world.ts';
import { knownCameras } from './audience.ts';

/** Pairs that move in one turn. */
const pairs = 6;

/** Tells the bridge that `camera` is reached from now on at `place`. */
async function tell(world: World, camera: FleetCamera, place: Place): Promise<void> {
  const { ledger, operator } = world;
  const { device } =
    ledger.standing(camera.owner).find((right) => right.camera === camera.key) ?? {};
  if (device === undefined) return;
  await operator.register.setSource(DeviceId(device), sourceAt(place));
}

/**
 * Tells where both are. Two owners never have one place, not even for a moment: the first is said to be
 * nowhere while the second takes its place.
 */
async function tellBoth(
  world: World,
  [one, onePlace]: readonly [FleetCamera, Place],
  [other, otherPlace]: readonly [FleetCamera, Place],
): Promise<void> {
  await tell(world, one, { rtsp: `rtsp://127.0.0.1:9/moving/${one.key}`, transport: 'tcp' });
  await tell(world, other, otherPlace);
  await tell(world, one, onePlace);
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
    const known = knownCameras(world).filter(({ serial }) => serial !== twins);
    const order = chance.shuffled(known);
    const moved: (readonly [FleetCamera, FleetCamera])[] = [];
    for (let at = 0; at + 1 < Math.min(order.length, 2 * pairs); at += 2) {
      const [one, other] = [order[at], order[at + 1]];
      if (one !== undefined && other !== undefined) moved.push([one, other]);
    }
    for (const [one, other] of moved) {
      fleet.swap(one, other);
      world.injected();
      world.history.note('', one.key, `changes places with ${other.key}`);
      await tellBoth(world, [one, other], [other, one]);
    }
    await world.pause(5_000);
    for (const [one, other] of moved) {
      fleet.swap(one, other);
      await tellBoth(world, [one, one], [other, other]);
    }
    await world.pause(1_500);
  },
};
