import { DeviceId } from '../../../../identity/ids.ts';
import { addAccount, placeCamera, type Account } from '../cast/accounts.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, type Audience } from './audience.ts';
import { endGrants, ofCamera, ofAccount, revoke, type Concerned } from './revoking.ts';
import { oneByOne, twice } from './rounds.ts';

/** The same names again: another account, another camera. */
async function comeBack(world: World, { key, email }: Account): Promise<Account> {
  const { accounts } = world.operator.store.operator;
  const anew = await addAccount(accounts, `${key}-`, email, world.passwordHash);
  const camera = world.fleet.take(anew.key);
  await placeCamera(world.operator.register, world.ledger, anew, camera, 'Front door');
  return anew;
}

async function removeAccount(world: World, { account }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const theirs = ledger.standing(account.key);
  const owned = theirs.filter(({ camera }) => world.camera(camera).owner === account.key);
  const lost = [...theirs, ...owned.flatMap(({ camera }) => ledger.viewersOf(camera))];
  const own = ofAccount(account.key);
  const concerned: Concerned = (viewing) =>
    own(viewing) || owned.some(({ camera }) => camera === viewing.camera);
  const remove = async (): Promise<void> => {
    await endGrants(world, account.key, () => operator.store.of(account.id).remove());
    for (const right of lost) ledger.take(right);
    account.gone = true;
  };
  await revoke(world, 'account removed', concerned, remove, async () => {
    const anew = await comeBack(world, account);
    world.accounts[world.accounts.indexOf(account)] = anew;
  });
}

async function removeCamera(world: World, { account, right }: Audience): Promise<void> {
  const { ledger, operator } = world;
  const lost = ledger.viewersOf(right.camera);
  const remove = async (): Promise<void> => {
    await operator.register.remove(DeviceId(right.device ?? ''));
    for (const one of lost) ledger.take(one);
  };
  await revoke(world, 'camera removed', ofCamera(right.camera), remove, async () => {
    const camera = world.fleet.take(account.key);
    await placeCamera(operator.register, ledger, account, camera, 'Front door');
  });
}

export const removal: Scenario = {
  name: 'removal',
  faults: 'F12, F23',
  says: 'Accounts and cameras are removed while watched, and made anew under the same names.',
  turn: (world, chance) =>
    twice(world, async () => {
      const size = { least: 6, most: 40 };
      const audiences = await assemble(world, chance, size, ({ camera, account }) => {
        return world.camera(camera).owner === account;
      });
      await oneByOne(world, audiences, (audience, at) =>
        at % 2 === 0 ? removeAccount(world, audience) : removeCamera(world, audience),
      );
    }),
};
