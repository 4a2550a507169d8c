import { DeviceId } from '../../../../identity/ids.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, type Audience } from './audience.ts';
import { ofCamera, ofHousehold, revoke } from './revoking.ts';
import { oneByOne, twice } from './rounds.ts';

async function withdraw(world: World, { household, right }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const device = DeviceId(right.device ?? '');
  const [theirs, ofIt] = [ofHousehold(household.key), ofCamera(right.camera)];
  await revoke(
    world,
    'unshare',
    (viewing) => theirs(viewing) && ofIt(viewing),
    async () => {
      await operator.register.unshare(device, household.account);
      ledger.take(right);
    },
  );
}

/** Shares as many cameras as were withdrawn, so that there is something to withdraw next time. */
async function shareAnew(world: World, audiences: readonly Audience[]): Promise<void> {
  const { ledger, operator } = world;
  for (const { household, right } of audiences) {
    const owner = ledger.viewersOf(right.camera).find((one) => one.household !== household.key);
    if (owner?.device === undefined || right.until === undefined) continue;
    const again = ledger.give(household.key, right.camera, owner);
    ledger.name(again, await operator.register.share(DeviceId(owner.device), household.account));
  }
}

export const unshare: Scenario = {
  name: 'unshare',
  faults: 'F12',
  says: 'Shares are withdrawn while they are watched; the owner goes on watching.',
  turn: (world, chance) =>
    twice(world, async () => {
      const size = { least: 14, most: 40 };
      const guests = await assemble(world, chance, size, ({ camera, household }) => {
        return world.camera(camera).owner !== household;
      });
      await oneByOne(world, guests, (guest) => withdraw(world, guest));
      await shareAnew(world, guests);
    }),
};
