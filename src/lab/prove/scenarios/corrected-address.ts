import { DeviceId } from '../../../identity/ids.ts';
import { createPinRegister } from '../../../partitions/pin-register.ts';
import { placeCamera, sourceAt, type Household } from '../cast/households.ts';
import type { Scenario, World } from '../world.ts';
import { attend, someHouseholds } from './audience.ts';
import { ofCamera, revoke } from './revoking.ts';
import { oneByOne } from './rounds.ts';

/** Addresses that are wrong at first, in one turn. */
const slips = 6;
/** How long displays watch what they were shown by slip, in milliseconds. */
const stayMs = 15_000;

/**
 * The camera of somebody of whom the bridge knows nothing is shown under a household's own name,
 * until the operator says where the right one is. The wrong one goes on answering at its address.
 */
async function slip(world: World, household: Household, at: number): Promise<void> {
  const { fleet, ledger, operator } = world;
  const pins = createPinRegister(operator.store);
  const [own, wrong] = [fleet.take(household.key), fleet.take('neighbour')];
  const correct = ledger.slip(own.key, wrong.key);
  const warm = at % 3 === 0;
  const right = await placeCamera(operator.register, ledger, household, own, 'Gate', wrong, warm);
  const device = DeviceId(right.device ?? '');
  const look = (ms: number) =>
    Promise.allSettled(
      (['hls', 'webrtc'] as const).map((by) => attend(world, household, device, by, ms)),
    );
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
    correct();
    await operator.register.remove(device);
    ledger.take(right);
  }
}

export const correctedAddress: Scenario = {
  name: 'corrected-address',
  faults: 'F36',
  says: 'Wrong addresses are corrected while they are watched; what answers there goes on answering.',
  async turn(world, chance) {
    const some = someHouseholds(world, chance, slips);
    await oneByOne(world, some, (household, at) => slip(world, household, at));
    await world.pause(500);
  },
};
