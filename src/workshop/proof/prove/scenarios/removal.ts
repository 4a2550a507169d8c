import { DeviceId } from '../../../../identity/ids.ts';
import { addHousehold, placeCamera, type Household } from '../cast/households.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, type Audience } from './audience.ts';
import { endGrants, ofCamera, ofHousehold, revoke, type Concerned } from './revoking.ts';
import { oneByOne, twice } from './rounds.ts';

/** The same names again: another account, another camera. */
async function comeBack(world: World, { key, email }: Household): Promise<Household> {
  const { accounts } = world.operator.store;
  const anew = await addHousehold(accounts, `${key}-`, email, world.passwordHash);
  const camera = world.fleet.take(anew.key);
  await placeCamera(world.operator.register, world.ledger, anew, camera, 'Front door');
  return anew;
}

async function removeAccount(world: World, { household }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const theirs = ledger.standing(household.key);
  const owned = theirs.filter(({ camera }) => world.camera(camera).owner === household.key);
  const lost = [...theirs, ...owned.flatMap(({ camera }) => ledger.viewersOf(camera))];
  const own = ofHousehold(household.key);
  const concerned: Concerned = (viewing) =>
    own(viewing) || owned.some(({ camera }) => camera === viewing.camera);
  const remove = async (): Promise<void> => {
    await endGrants(world, household.key, () => operator.store.accounts.remove(household.account));
    for (const right of lost) ledger.take(right);
    household.gone = true;
  };
  await revoke(world, 'account removed', concerned, remove, async () => {
    const anew = await comeBack(world, household);
    world.households[world.households.indexOf(household)] = anew;
  });
}

async function removeCamera(world: World, { household, right }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const lost = ledger.viewersOf(right.camera);
  const remove = async (): Promise<void> => {
    await operator.register.remove(DeviceId(right.device ?? ''));
    for (const one of lost) ledger.take(one);
  };
  await revoke(world, 'camera removed', ofCamera(right.camera), remove, async () => {
    const camera = world.fleet.take(household.key);
    await placeCamera(operator.register, ledger, household, camera, 'Front door');
  });
}

export const removal: Scenario = {
  name: 'removal',
  faults: 'F12, F23',
  says: 'Accounts and cameras are removed while watched, and made anew under the same names.',
  turn: (world, chance) =>
    twice(world, async () => {
      const size = { least: 6, most: 40 };
      const audiences = await assemble(world, chance, size, ({ camera, household }) => {
        return world.camera(camera).owner === household;
      });
      await oneByOne(world, audiences, (audience, at) =>
        at % 2 === 0 ? removeAccount(world, audience) : removeCamera(world, audience),
      );
    }),
};
