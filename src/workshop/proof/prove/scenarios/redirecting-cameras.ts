import { DeviceId } from '../../../../identity/ids.ts';
import type { SimulatedCamera } from '../../../../simulator/camera/simulated-camera.ts';
import { areTwins, type FleetCamera } from '../cast/fleet.ts';
import { placeCamera } from '../cast/accounts.ts';
import type { Chance } from '../chance.ts';
import type { Scenario, World } from '../world.ts';
import { attend, knownCameras, someAccounts } from './audience.ts';
import { timeAlarm } from './revoking.ts';
import { askStills } from './strangers.ts';
import { openLikeTrap, openTrap } from './trap.ts';

/** Watched cameras that lead elsewhere in one turn at most, and cameras that do from the first moment. */
const [most, fresh] = [40, 2];
const stayMs = 4_000;
/** Every so many of them lead elsewhere for their stills alone. */
const stillsEvery = 4;

function withoutLogin(url: string): string {
  const address = new URL(url);
  [address.username, address.password] = ['', ''];
  return address.href;
}

/** Returns somebody else's camera at another port: one that says the same of itself, if there is one. */
function foreign(world: World, chance: Chance, camera: FleetCamera): FleetCamera | undefined {
  const others = world.fleet.taken.filter(
    ({ server, owner }) => server !== camera.server && owner !== camera.owner,
  );
  const alike = others.filter((one) => areTwins(one, camera));
  return others.length === 0 ? undefined : chance.pick(alike.length > 0 ? alike : others);
}

/** Returns somebody else's camera at the same port, which says something else of itself. */
function neighbour(world: World, chance: Chance, camera: FleetCamera): FleetCamera | undefined {
  const others = world.fleet.taken.filter(
    (one) =>
      one.server === camera.server &&
      one.owner !== camera.owner &&
      one.transport === camera.transport &&
      !areTwins(one, camera),
  );
  return others.length === 0 ? undefined : chance.pick(others);
}

/** Has a camera answer that it is elsewhere; every other one without asking for a login first. */
async function leadAway(
  world: World,
  chance: Chance,
  camera: FleetCamera,
  trap: SimulatedCamera,
  known: boolean,
): Promise<void> {
  const other = foreign(world, chance, camera);
  const beside = known ? neighbour(world, chance, camera) : undefined;
  const there = [
    ...(other === undefined ? [] : [other.rtsp, withoutLogin(other.rtsp)]),
    ...(beside === undefined ? [] : [beside.rtsp]),
    withoutLogin(trap.url),
    trap.url.replace('://', '://somebody:else@'),
  ];
  const redirectTo = chance.pick(there);
  const words = { asks: 'nothing', realm: '', server: 'Other/1.0', stills: false } as const;
  await camera.simulated.misbehave({
    redirectTo,
    ...(chance.happens(0.3) && { stranger: words }),
  });
  camera.simulated.drop();
  world.injected();
  world.history.note(camera.owner, camera.key, 'answers that it is elsewhere');
}

/** A camera that leads elsewhere when it is asked for the first time. */
async function firstContact(
  world: World,
  chance: Chance,
  trap: SimulatedCamera,
): Promise<() => Promise<void>> {
  const { fleet, ledger, operator } = world;
  const account = chance.pick(someAccounts(world, chance, 5));
  const camera = fleet.take(account.key);
  const over = world.alarms.cause(camera.key);
  await leadAway(world, chance, camera, trap, false);
  const right = await placeCamera(operator.register, ledger, account, camera, 'Gate');
  const device = right.device ?? '';
  const looks = (['hls', 'webrtc'] as const).map((by) =>
    attend(world, account, device, by, stayMs),
  );
  await Promise.allSettled(looks);
  return async () => {
    await operator.register.remove(DeviceId(device));
    ledger.take(right);
    over();
  };
}

/** Has a camera's still be elsewhere; its stream goes on. */
async function leadStillAway(
  world: World,
  chance: Chance,
  camera: FleetCamera,
  trap: SimulatedCamera,
): Promise<void> {
  const other = foreign(world, chance, camera);
  const there = [trap.stillUrl ?? '', ...(other === undefined ? [] : [other.still])];
  await camera.simulated.misbehave({ stillRedirectTo: withoutLogin(chance.pick(there)) });
  world.injected();
  world.history.note(camera.owner, camera.key, 'answers that its still is elsewhere');
}

/**
 * A camera's answer leads to somebody else's camera, or to another port of its host where somebody listens
 * for passwords, with a login in the address and without. A lead on its own origin is followed, and then it
 * has to be the camera that is meant.
 */
export const redirectingCameras: Scenario = {
  name: 'redirecting-cameras',
  faults: 'F31',
  says: 'Cameras answer that they are elsewhere: another household’s camera, another port of their host.',
  async turn(world, chance) {
    const trap = await openTrap();
    const likeTrap = await openLikeTrap();
    const bad = chance.shuffled(knownCameras(world)).slice(0, most);
    const over = world.alarms.cause(...bad.map(({ key }) => key));
    try {
      const since = Date.now();
      const timed: Promise<void>[] = [];
      for (const [at, camera] of bad.entries()) {
        if (at % stillsEvery === 0) await leadStillAway(world, chance, camera, likeTrap);
        else {
          await leadAway(world, chance, camera, trap, true);
          timed.push(timeAlarm(world, camera, since));
        }
      }
      await askStills(
        world,
        bad.filter((_, at) => at % stillsEvery === 0),
      );
      const firsts = Array.from({ length: fresh }, () => firstContact(world, chance, trap));
      const [undo] = await Promise.all([Promise.allSettled(firsts), world.pause(stayMs), ...timed]);
      for (const one of undo) if (one.status === 'fulfilled') await one.value();
      if (trap.overheard.length + likeTrap.overheard.length > 0)
        world.oracle.login('somewhere else');
    } finally {
      for (const { simulated } of bad) {
        await simulated.behave();
        simulated.drop();
      }
      over();
      await trap.close();
      await likeTrap.close();
    }
    await world.pause(1_500);
  },
};
