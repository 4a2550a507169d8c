import { realm } from '../../../../simulator/camera/auth.ts';
import type { Stranger } from '../../../../simulator/camera/behaviour.ts';
import { serverHeader } from '../../../../simulator/camera/identity.ts';
import type { FleetCamera } from '../cast/fleet.ts';
import { askStill } from '../display/ask-still.ts';
import { graceMs } from '../oracle/judge.ts';
import type { Scenario, World } from '../world.ts';
import { knownCameras } from './audience.ts';
import { timeAlarm } from './revoking.ts';

/** Pairs of addresses at which strangers stand in one turn, at most. */
const pairs = 24;
const stayMs = 5_000;

const elsewhere = { realm: 'Elsewhere', server: 'Other/1.0', stills: true } as const;

/** Whoever may stand there. The last says all that the camera did, and asks for less than it. */
const kinds: readonly ((camera: FleetCamera) => Stranger)[] = [
  () => ({ ...elsewhere, asks: 'basic' }),
  () => ({ ...elsewhere, asks: 'digest' }),
  () => ({ ...elsewhere, asks: 'nothing' }),
  // A still's Basic asks for no more than that in the first place: there nothing could be noticed.
  ({ serial }) => ({ asks: 'basic', realm, server: serverHeader(serial), stills: false }),
];

/** The displays that watch these cameras ask for a still. */
export async function askStills(world: World, cameras: readonly FleetCamera[]): Promise<void> {
  const keys = new Set(cameras.map(({ key }) => key));
  const viewings = [...world.viewings].filter(({ camera }) => keys.has(camera));
  await Promise.allSettled(viewings.map((viewing) => askStill(world, viewing)));
}

/**
 * Another account's camera stands at a known camera's address and is after its password: it asks for another
 * scheme, under another name, or for nothing. It may get nothing, and must not be shown. A login that was
 * under way when it came there is not counted.
 */
export const strangers: Scenario = {
  name: 'strangers',
  faults: 'F31',
  says: 'Strangers answer at the addresses of known cameras and ask for their passwords.',
  async turn(world, chance) {
    const { fleet, oracle } = world;
    const known = chance.shuffled(knownCameras(world));
    const stood: FleetCamera[] = [];
    const timed: Promise<void>[] = [];
    const since = Date.now();
    const causes: (() => void)[] = [];
    for (let at = 0; at + 1 < Math.min(known.length, 2 * pairs); at += 2) {
      const [one, other] = [known[at], known[at + 1]];
      if (one === undefined || other === undefined) break;
      causes.push(world.alarms.cause(one.key, other.key));
      fleet.swap(one, other);
      for (const camera of [one, other]) {
        await camera.simulated.misbehave({ stranger: chance.pick(kinds)(camera) });
        world.injected();
        world.history.note('', camera.key, 'is replaced by a stranger');
        timed.push(timeAlarm(world, camera, since));
      }
      stood.push(one, other);
    }
    await world.pause(stayMs / 3);
    await askStills(world, stood);
    await Promise.all([world.pause((2 * stayMs) / 3), ...timed]);
    for (const { key, simulated } of stood) {
      if (simulated.overheard.some(({ at }) => at > since + graceMs)) oracle.login(key);
    }
    for (let at = 0; at + 1 < stood.length; at += 2) {
      const [one, other] = [stood[at], stood[at + 1]];
      if (one === undefined || other === undefined) break;
      for (const { simulated } of [one, other]) await simulated.behave();
      fleet.swap(one, other);
    }
    for (const over of causes) over();
    await world.pause(1_500);
  },
};
