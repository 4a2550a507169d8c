import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSwitch } from '../../../../wall/operator/switch.ts';
import type { Chance } from '../chance.ts';
import type { Account } from '../cast/accounts.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, insist } from './audience.ts';
import { endGrants, ofAccount, revoke } from './revoking.ts';
import { lasts, oneByOne } from './rounds.ts';

const hour = 3_600_000;
/** Longer than the record is kept. */
const aheadMs = 100 * 24 * hour;
const unknown = { of: 'model', model: 'Nobody has it' } as const;

/** What there is to lose: the files of the record, and what the database keeps of the past. */
async function kept({ folder, operator }: World) {
  const files = (await readdir(join(folder, 'audit'))).filter((name) => name.endsWith('.jsonl'));
  const suspensions = (await operator.store.operator.suspensions.list()).length;
  return { files, suspensions, past: await operator.store.operator.history.forgettable(Infinity) };
}

/** Suspends some for an hour; returns what lifts that again. */
async function holdBack(world: World, accounts: readonly Account[]) {
  const power = createSwitch(world.operator.store, Date.now);
  const lifts: (() => Promise<unknown>)[] = [];
  await oneByOne(world, accounts, async ({ key, id }) => {
    const what = { of: 'account', account: id } as const;
    await power.suspend(what, { until: Date.now() + hour });
    const lift = world.ledger.suspend((account) => account === key);
    world.injected();
    lifts.push(() => {
      lift();
      return power.resume(what);
    });
  });
  return lifts;
}

async function jump(world: World, accounts: readonly Account[]): Promise<void> {
  const { bridge, operator, oracle } = world;
  const before = await kept(world);
  await bridge.stop();
  await bridge.start(undefined, aheadMs);
  world.injected();
  // A command whose clock is ahead as well.
  const power = createSwitch(operator.store, () => Date.now() + aheadMs);
  await power.suspend(unknown, { unknownModel: true });
  await power.resume(unknown);
  await insist(world, accounts);
  await lasts(world, 2_000, 200);
  await bridge.stop();
  await bridge.start();
  world.injected();
  await insist(world, accounts);
  const after = await kept(world);
  oracle.whole(
    'the delivery record',
    before.files.every((file) => after.files.includes(file)),
  );
  oracle.whole('what is kept of the past', after.past >= before.past);
  oracle.whole('a suspension with an end', after.suspensions >= before.suspensions);
}

async function turn(world: World, chance: Chance): Promise<void> {
  const [left, ...others] = await assemble(world, chance, { least: 5, most: 12 });
  if (left === undefined || world.over.aborted) return;
  const { key, id } = left.account;
  await revoke(world, 'unlinked before the clock jumped', ofAccount(key), () =>
    endGrants(world, key, () => world.operator.store.of(id).revokeGrants()),
  );
  const held = others.slice(0, 4).map(({ account }) => account);
  const lifts = await holdBack(world, held);
  try {
    if (!world.over.aborted) await jump(world, held);
  } finally {
    for (const lift of lifts) await lift();
  }
}

export const clockJumps: Scenario = {
  name: 'clock-jumps',
  faults: 'F11, F12',
  says: 'The bridge and a command start with a clock that is 100 days ahead, then right again; some are suspended for an hour.',
  turn,
};
