import { DeviceId } from '../../../../identity/ids.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, type Audience } from './audience.ts';
import { ofCamera, ofAccount, revoke } from './revoking.ts';
import { oneByOne, twice } from './rounds.ts';

async function withdraw(world: World, { account, right }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const device = DeviceId(right.device ?? '');
  const [theirs, ofIt] = [ofAccount(account.key), ofCamera(right.camera)];
  await revoke(
    world,
    'unshare',
    (viewing) => theirs(viewing) && ofIt(viewing),
    async () => {
      await operator.register.unshare(device, account.id);
      ledger.take(right);
    },
  );
}

/** Shares as many cameras as were withdrawn, so that there is something to withdraw next time. */
async function shareAnew(world: World, audiences: readonly Audience[]): Promise<void> {
  const { ledger, operator } = world;
  for (const { account, right } of audiences) {
    const owner = ledger.viewersOf(right.camera).find((one) => one.account !== account.key);
    if (owner?.device === undefined || right.until === undefined) continue;
    const again = ledger.give(account.key, right.camera, owner);
    ledger.name(again, await operator.register.share(DeviceId(owner.device), account.id));
  }
}

export const unshare: Scenario = {
  name: 'unshare',
  faults: 'F12',
  says: 'Shares are withdrawn while they are watched; the owner goes on watching.',
  turn: (world, chance) =>
    twice(world, async () => {
      const size = { least: 14, most: 40 };
      const guests = await assemble(world, chance, size, ({ camera, account }) => {
        return world.camera(camera).owner !== account;
      });
      await oneByOne(world, guests, (guest) => withdraw(world, guest));
      await shareAnew(world, guests);
    }),
};
