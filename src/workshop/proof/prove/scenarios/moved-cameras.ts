import { DeviceId } from '../../../../identity/ids.ts';
import { twins, type FleetCamera } from '../cast/fleet.ts';
import type { Scenario, World } from '../world.ts';
import { attend, knownCameras } from './audience.ts';

/** Pairs that move in one turn. */
const pairs = 6;

/** Sets for the bridge, at once, at whose place each camera is reached from now on. */
async function tell(
  { ledger, operator }: World,
  moves: readonly (readonly [FleetCamera, FleetCamera])[],
): Promise<void> {
  const sources = moves.flatMap(([camera, { rtsp, still, transport }]) => {
    const rights = ledger.standing(camera.owner);
    const { device } = rights.find((right) => right.camera === camera.key) ?? {};
    const source = { stream: rtsp, still, transport, alwaysWarm: false };
    return device === undefined ? [] : [[DeviceId(device), source] as const];
  });
  // Half a move would put a camera at a place that is still the other's.
  if (sources.length === moves.length) await operator.register.setSources(sources);
}

/** Its owner comes back at once, while what was opened at the old address may still be there. */
async function lookAgain(world: World, { key, owner }: FleetCamera): Promise<void> {
  const account = world.accounts.find((one) => one.key === owner && !one.gone);
  const right = world.ledger.standing(owner).find(({ camera }) => camera === key);
  if (account === undefined || right?.device === undefined) return;
  const { device } = right;
  const ways = ['hls', 'webrtc'] as const;
  await Promise.allSettled(ways.map((by) => attend(world, account, device, by, 3_000)));
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
    // Between the move and its being told another camera answers; and again on the way back.
    const over = world.alarms.cause(...moved.flat().map(({ key }) => key));
    for (const [one, other] of moved) {
      fleet.swap(one, other);
      world.injected();
      world.history.note('', one.key, `changes places with ${other.key}`);
      await tell(world, [
        [one, other],
        [other, one],
      ]);
    }
    await Promise.all([world.pause(5_000), ...moved.flat().map((one) => lookAgain(world, one))]);
    for (const [one, other] of moved) {
      fleet.swap(one, other);
      await tell(world, [
        [one, one],
        [other, other],
      ]);
    }
    over();
    await world.pause(1_500);
  },
};
