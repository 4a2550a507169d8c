import { DeviceId } from '../../../../identity/ids.ts';
import { createPinRegister } from '../../../../wall/operator/pin-register.ts';
import { pinReading } from '../../../../pictures/cameras/origin/old-pin.ts';
import type { FleetCamera } from '../cast/fleet.ts';
import { isLinked, placeCamera, sourceAt, type Account } from '../cast/accounts.ts';
import type { Scenario, World } from '../world.ts';
import { attend, someAccounts } from './audience.ts';
import { ofCamera, revoke } from './revoking.ts';
import { oneByOne } from './rounds.ts';

/** Addresses that are wrong at first, in one turn: at most, and one for so many accounts. */
const [most, every] = [72, 4];
/** So many at least, whoever has linked by then. */
const few = 6;
/** How long displays watch what they were shown by slip, in milliseconds. */
const stayMs = 20_000;
/** How long they wait for the first picture: so many begin at once. */
const firstPictureMs = 12_000;
/** Every so many of them are watched in both ways at once. */
const both = 4;

/** A camera, and the one whose address it is given by slip. */
type Pair = readonly [own: FleetCamera, wrong: FleetCamera];

/** Those of earlier turns: their rows are gone, and nobody has a right to them. */
const spare = new WeakMap<World, Pair[]>();

function takePair(world: World, { key }: Account): Pair {
  const used = spare.get(world)?.shift();
  if (used === undefined) return [world.fleet.take(key), world.fleet.take('neighbour')];
  used[0].owner = key;
  return used;
}

function giveBack(world: World, pair: Pair): void {
  const pairs = spare.get(world) ?? [];
  spare.set(world, [...pairs, pair]);
}

/**
 * A camera of somebody of whom the bridge knows nothing is shown under an account's own name, until the
 * operator says where the right one is. The wrong one goes on answering at its address.
 */
async function slip(world: World, account: Account, at: number): Promise<void> {
  const { ledger, operator } = world;
  const pins = createPinRegister(operator.store, pinReading);
  const pair = takePair(world, account);
  const [own, wrong] = pair;
  const over = world.alarms.cause(own.key);
  const correct = ledger.slip(own.key, wrong.key);
  const warm = at % 3 === 0;
  const right = await placeCamera(operator.register, ledger, account, own, 'Gate', wrong, warm);
  const device = DeviceId(right.device ?? '');
  const all = ['hls', 'webrtc'] as const;
  const ways = at % both === 0 ? all : all.filter((_, which) => which === at % 2);
  const look = (ms: number) =>
    Promise.allSettled(ways.map((by) => attend(world, account, device, by, ms, firstPictureMs)));
  try {
    await look(stayMs);
    await revoke(
      world,
      'correction',
      ofCamera(own.key),
      async () => {
        await operator.register.setSource(device, sourceAt(own, warm));
        correct();
      },
      async () => {
        await pins.repin(device);
        await look(3_000);
      },
    );
  } finally {
    await operator.register.remove(device);
    ledger.take(right);
    // Where nobody was watching it was not corrected: until the row is gone what it says is meant.
    correct();
    over();
    giveBack(world, pair);
  }
}

export const correctedAddress: Scenario = {
  name: 'corrected-address',
  faults: 'F36',
  says: 'Wrong addresses are corrected while they are watched; what answers there goes on answering.',
  async turn(world, chance) {
    const count = Math.min(most, Math.ceil(world.accounts.length / every));
    // To link is dear: those who have not come yet are few enough not to keep the others waiting.
    const some = someAccounts(world, chance, count).filter((one, at) => at < few || isLinked(one));
    await oneByOne(world, some, (account, at) => slip(world, account, at));
    await world.pause(500);
  },
};
