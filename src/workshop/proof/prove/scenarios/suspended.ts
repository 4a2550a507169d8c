import { DeviceId } from '../../../../identity/ids.ts';
import { createSwitch, type Suspendable, type Switch } from '../../../../wall/operator/switch.ts';
import { modelOf } from '../cast/accounts.ts';
import type { Covers, Right } from '../oracle/ledger.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, isWatching, type Audience } from './audience.ts';
import { revoke } from './revoking.ts';
import { backMs, oneByOne } from './rounds.ts';

/** One throw of the switch, and what the ledger is to know of it. */
interface Throw {
  readonly what: Suspendable;
  readonly covers: Covers;
}

/** Suspends while somebody watches, sees that it is the end, and resumes. */
async function suspend(world: World, power: Switch, { what, covers }: Throw): Promise<void> {
  let lift: (() => void) | undefined;
  await revoke(
    world,
    `suspended: ${what.of}`,
    ({ grant, camera }) => covers(grant.account, camera),
    async () => {
      await power.suspend(what);
      lift = world.ledger.suspend(covers);
    },
  );
  if (lift === undefined) return;
  lift();
  await power.resume(what);
}

function accountOf({ account }: Audience): Throw {
  return {
    what: { of: 'account', account: account.id },
    covers: (key) => key === account.key,
  };
}

function deviceOf({ right }: Audience): Throw {
  return {
    what: { of: 'device', device: DeviceId(right.device ?? '') },
    covers: (_account, camera) => camera === right.camera,
  };
}

/** Of the models that are being watched the one that fewer watch: the others go on. */
function rarestModel(world: World): Throw | undefined {
  const watched = [...world.viewings]
    .filter(isWatching)
    .map(({ camera }) => modelOf({ key: camera }));
  const count = (model: string): number => watched.filter((one) => one === model).length;
  const [model] = [...new Set(watched)].toSorted((a, b) => count(a) - count(b));
  if (model === undefined) return undefined;
  return { what: { of: 'model', model }, covers: (_, key) => modelOf({ key }) === model };
}

export const suspended: Scenario = {
  name: 'suspended',
  faults: 'F12',
  says: 'The switch is thrown under streams that run: accounts, devices, a model, everything.',
  async turn(world, chance) {
    const power = createSwitch(world.operator.store, Date.now);
    const owned = ({ camera, account }: Right): boolean => world.camera(camera).owner === account;
    const audiences = await assemble(world, chance, { least: 8, most: 80 }, owned);
    await oneByOne(world, audiences, (audience, at) =>
      suspend(world, power, at % 2 === 0 ? accountOf(audience) : deviceOf(audience)),
    );
    await world.pause(backMs);
    const model = rarestModel(world);
    if (model !== undefined) await suspend(world, power, model);
    await world.pause(backMs);
    await suspend(world, power, { what: { of: 'all' }, covers: () => true });
  },
};
