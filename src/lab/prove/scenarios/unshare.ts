import { DeviceId } from '../../../identity/ids.ts';
import type { Scenario, World } from '../world.ts';
import { gather, type Audience } from './audience.ts';
import { revoke } from './revoking.ts';

async function withdraw(world: World, { household, right, viewings }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const device = DeviceId(right.device ?? '');
  await revoke(world, 'unshare', viewings, async () => {
    await operator.register.unshare(device, household.account);
    ledger.take(right);
  });
}

/** Shares as many cameras as will be withdrawn, so that there is something to withdraw next time. */
async function shareAnew(world: World, audiences: readonly Audience[]): Promise<void> {
  const { ledger, operator } = world;
  for (const { household, right } of audiences) {
    const owner = ledger.viewersOf(right.camera).find((one) => one.household !== household.key);
    if (owner?.device === undefined) continue;
    const again = ledger.give(household.key, right.camera, owner);
    ledger.name(again, await operator.register.share(DeviceId(owner.device), household.account));
  }
}

export const unshare: Scenario = {
  name: 'unshare',
  faults: 'F12',
  says: 'Shares are withdrawn while they are watched; the owner goes on watching.',
  async turn(world, chance) {
    const guests = await gather(world, chance, 8, 8_000, ({ camera, household }) => {
      return world.camera(camera).owner !== household;
    });
    await Promise.all(guests.map((guest) => withdraw(world, guest)));
    await shareAnew(world, guests);
  },
};
