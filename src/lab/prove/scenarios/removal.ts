import { DeviceId } from '../../../identity/ids.ts';
import { addHousehold, placeCamera, type Household } from '../cast/households.ts';
import type { Scenario, World } from '../world.ts';
import { gather, type Audience } from './audience.ts';
import { endGrants, revoke, watching } from './revoking.ts';

/** The same names again: another account, another camera. */
async function comeBack(world: World, { key, email }: Household): Promise<Household> {
  const { accounts } = world.operator.store;
  const anew = await addHousehold(accounts, `${key}-`, email, world.passwordHash);
  const camera = world.fleet.take(anew.key);
  await placeCamera(world.operator.register, world.ledger, anew, camera, 'Front door');
  return anew;
}

async function removeAccount(world: World, { household, viewings }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const theirs = ledger.standing(household.key);
  const owned = theirs.filter(({ camera }) => world.camera(camera).owner === household.key);
  const lost = [...theirs, ...owned.flatMap(({ camera }) => ledger.viewersOf(camera))];
  await revoke(world, 'account removed', viewings, async () => {
    await endGrants(world, household.key, () => operator.store.accounts.remove(household.account));
    for (const right of lost) ledger.take(right);
    household.gone = true;
    const at = world.households.indexOf(household);
    world.households[at] = await comeBack(world, household);
  });
}

async function removeCamera(world: World, { household, right }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const lost = ledger.viewersOf(right.camera);
  await revoke(world, 'camera removed', watching(world, right.camera), async () => {
    await operator.register.remove(DeviceId(right.device ?? ''));
    for (const one of lost) ledger.take(one);
    const camera = world.fleet.take(household.key);
    await placeCamera(operator.register, ledger, household, camera, 'Front door');
  });
}

export const removal: Scenario = {
  name: 'removal',
  faults: 'F12, F23',
  says: 'Accounts and cameras are removed while watched, and made anew under the same names.',
  async turn(world, chance) {
    const audiences = await gather(world, chance, 6, 8_000, ({ camera, household }) => {
      return world.camera(camera).owner === household;
    });
    await Promise.all(
      audiences.map((audience, at) =>
        at % 2 === 0 ? removeAccount(world, audience) : removeCamera(world, audience),
      ),
    );
  },
};
