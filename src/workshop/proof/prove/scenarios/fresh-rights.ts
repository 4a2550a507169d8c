import { DeviceId } from '../../../../identity/ids.ts';
import { createSwitch } from '../../../../wall/operator/switch.ts';
import type { Account } from '../cast/accounts.ts';
import type { Chance } from '../chance.ts';
import type { Right } from '../oracle/ledger.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, attend, outsider, type Audience } from './audience.ts';
import { oneByOne } from './rounds.ts';

/** How long the new right is looked at, and how long delivery is suspended, in milliseconds. */
const [lookMs, suspendedMs] = [3_000, 2_000];

/** Looks at once, in every way there is: with the first picture of each comes a still. */
async function look(world: World, account: Account, device: string): Promise<void> {
  const ways = ['hls', 'webrtc'] as const;
  await Promise.allSettled(ways.map((by) => attend(world, account, device, by, lookMs)));
}

/** Gives somebody a share of what is being watched, and looks at once. The returned function withdraws it. */
async function share(
  world: World,
  chance: Chance,
  { right }: Audience,
): Promise<(() => Promise<void>) | undefined> {
  const { ledger, operator } = world;
  const guest = outsider(world, chance, right.camera);
  const device = DeviceId(right.device ?? '');
  if (guest === undefined) return undefined;
  const theirs = ledger.give(guest.key, right.camera, right);
  try {
    ledger.name(theirs, await operator.register.share(device, guest.id));
  } catch (error) {
    ledger.forget(theirs);
    throw error;
  }
  world.injected();
  world.history.note(guest.key, right.camera, 'gets a share');
  await look(world, guest, theirs.device ?? '');
  return async () => {
    await operator.register.unshare(device, guest.id);
    ledger.take(theirs);
  };
}

/** Delivery is resumed to those who go on looking. Somebody else watched meanwhile, if one does. */
async function resume(world: World, { account, right }: Audience, all: boolean): Promise<void> {
  const { ledger, operator } = world;
  const power = createSwitch(operator.store, Date.now);
  const what = all
    ? ({ of: 'device', device: DeviceId(right.device ?? '') } as const)
    : ({ of: 'account', account: account.id } as const);
  await power.suspend(what);
  const lift = ledger.suspend((key, camera) =>
    all ? camera === right.camera : key === account.key,
  );
  await world.pause(suspendedMs);
  lift();
  await power.resume(what);
  world.injected();
  world.history.note(account.key, right.camera, 'is resumed');
  await look(world, account, right.device ?? '');
}

/** A new viewer sees nothing that was filmed before the share, nor a resumed one from before that. */
export const freshRights: Scenario = {
  name: 'fresh-rights',
  faults: 'F36',
  says: 'Shares and resumptions are looked at for what was filmed before the right began.',
  async turn(world, chance) {
    const owned = ({ camera, account }: Right): boolean => world.camera(camera).owner === account;
    const audiences = await assemble(world, chance, { least: 4, most: 12 }, owned);
    await oneByOne(world, audiences, async (audience, at) => {
      const withdraw = await share(world, chance, audience);
      await resume(world, audience, at % 2 === 0);
      await withdraw?.();
    });
    await world.pause(500);
  },
};
