import { DeviceId } from '../../../../identity/ids.ts';
import type { Behaviour } from '../../../../simulator/camera/behaviour.ts';
import type { FleetCamera } from '../cast/fleet.ts';
import { goodGrant, placeCamera, type Account } from '../cast/accounts.ts';
import { judgeExplained } from '../display/explained.ts';
import { devicesIn, intend, streamIn, streamOf } from '../display/intents.ts';
import type { PlantedReason } from '../oracle/breaks.ts';
import type { Right } from '../oracle/ledger.ts';
import type { Scenario, World } from '../world.ts';
import { readAccountPage } from './account-page.ts';
import { someAccounts } from './audience.ts';

/** Accounts of one turn, each with one more camera, which is shared with the next one. */
const wanted = 4;
/** How long somebody has to be told a reason at all, in milliseconds. */
const timeoutMs = 10_000;

/** How each breaks; the last does not. */
const ways: readonly (readonly [PlantedReason, Partial<Behaviour>] | undefined)[] = [
  ['wrong-password', { answer: 401 }],
  ['only-h265', { encoding: 'H265' }],
  ['no-video', { encoding: 'VP8' }],
  undefined,
];

interface Gate {
  readonly camera: FleetCamera;
  right: Right;
  /** Tells the oracle that it is mended. */
  readonly mended: () => void;
}

async function place(world: World, owner: Account, way: (typeof ways)[number]): Promise<Gate> {
  const camera = world.fleet.take(owner.key);
  const mended = way && world.oracle.breaks.add(camera.key, way[0]);
  if (way !== undefined) {
    await camera.simulated.misbehave(way[1]);
    world.injected();
    world.history.note(owner.key, camera.key, `is broken: ${way[0]}`);
  }
  const { register } = world.operator;
  const right = await placeCamera(register, world.ledger, owner, camera, `Gate ${camera.key}`);
  return { camera, right, mended: mended ?? (() => undefined) };
}

async function share(world: World, { right }: Gate, guest: Account): Promise<void> {
  const theirs = world.ledger.give(guest.key, right.camera, right);
  const device = DeviceId(right.device ?? '');
  world.ledger.name(theirs, await world.operator.register.share(device, guest.id));
}

/** An account reads all it can of its gates. Returns how often it got a reason. */
async function read(
  world: World,
  account: Account,
  gates: ReadonlySet<string>,
  asksFirst: boolean,
): Promise<number> {
  const { client, ledger, oracle, origin } = world;
  const grant = goodGrant(account) ?? (await world.link(account));
  const theirs = ledger.standing(account.key).filter(({ camera }) => gates.has(camera));
  const ids = theirs.flatMap(({ device }) => device ?? []);
  let told = 0;
  const page = async (): Promise<void> => void (told += await readAccountPage(world, account));
  const ask = async (): Promise<void> => {
    for (const id of ids) {
      const { token } = grant;
      const executed = await intend(client, origin, token, 'EXECUTE', streamOf(id, 'hls'));
      if (streamIn(executed) !== undefined) oracle.device(-1, account.key, id);
      told += judgeExplained(world, -1, account.key, executed).length;
    }
    const devices = ids.map((id) => ({ id }));
    const queried = await intend(client, origin, grant.token, 'QUERY', { devices });
    for (const id of devicesIn(queried) ?? []) oracle.device(-1, account.key, id);
    told += judgeExplained(world, -1, account.key, queried).length;
  };
  // The page asks no camera: it tells what others were told.
  for (const step of asksFirst ? [ask, page] : [page, ask]) await step();
  return told;
}

async function readAll(
  world: World,
  some: readonly Account[],
  gates: readonly Gate[],
  asksFirst: boolean,
): Promise<number> {
  const keys = new Set(gates.map(({ camera }) => camera.key));
  const reads = await Promise.allSettled(
    some.map((account) => read(world, account, keys, asksFirst)),
  );
  return reads.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0);
}

/** Mended, and given to an account that knows nothing of it: nor may it hear of what was. */
async function handOver(world: World, gate: Gate, heir: Account): Promise<void> {
  const { ledger, operator } = world;
  const { camera, right } = gate;
  await camera.simulated.behave();
  gate.mended();
  const before = ledger.viewersOf(camera.key);
  const theirs = ledger.give(heir.key, camera.key);
  const moved = await operator.register.transfer(DeviceId(right.device ?? ''), heir.id);
  ledger.name(theirs, moved.device);
  for (const one of before) ledger.take(one);
  camera.owner = heir.key;
  gate.right = theirs;
}

async function takeAway(world: World, { camera, right, mended }: Gate): Promise<void> {
  await camera.simulated.behave();
  mended();
  const theirs = world.ledger.viewersOf(camera.key);
  await world.operator.register.remove(DeviceId(right.device ?? ''));
  for (const one of theirs) world.ledger.take(one);
}

/**
 * Cameras of several accounts break, each in a way that its reason tells from all others; what every one of them
 * is told, by intents and on the account page, is judged. Then they are mended and given away.
 */
export const brokenCameras: Scenario = {
  name: 'broken-cameras',
  faults: 'F17, F19, F23',
  says: 'Cameras break, each for a reason of its own, are mended and given away; each household is told its own reasons.',
  async turn(world, chance) {
    const some = someAccounts(world, chance, wanted);
    const gates: Gate[] = [];
    try {
      for (const [at, owner] of some.entries()) gates.push(await place(world, owner, ways[at]));
      for (const [at, gate] of gates.entries()) {
        const guest = some[(at + 1) % some.length];
        if (guest !== undefined && some.length > 1) await share(world, gate, guest);
      }
      const until = Date.now() + timeoutMs;
      while ((await readAll(world, some, gates, true)) === 0 && !world.over.aborted) {
        if (Date.now() > until) throw new Error('nobody was told why a camera shows nothing');
      }
      if (some.length < wanted) return;
      for (const [at, gate] of gates.entries()) {
        const heir = some[(at + 2) % wanted];
        if (heir !== undefined) await handOver(world, gate, heir);
      }
      await readAll(world, some, gates, false);
    } finally {
      await Promise.allSettled(gates.map((gate) => takeAway(world, gate)));
    }
  },
};
