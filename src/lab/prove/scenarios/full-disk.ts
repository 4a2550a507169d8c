import { spawnSync } from 'node:child_process';
import type { Scenario, World } from '../world.ts';
import { gather, type Audience } from './audience.ts';
import { endGrants, revoke, revokeByClient } from './revoking.ts';

/** Ends a linking through the bridge, which has to write: where that is refused, it goes on rightly. */
async function byClient(world: World, { viewings }: Audience): Promise<void> {
  const [first] = viewings;
  if (first === undefined) return;
  const theirs = viewings.filter(({ grant }) => grant === first.grant);
  await revokeByClient(world, first.grant);
  if (first.grant.endedAt === undefined) return;
  await revoke(world, 'revoked while the disk was full', theirs, () => Promise.resolve());
}

/** Ends linkings from outside, where there is room: the bridge has only to read it. */
async function byOperator(world: World, { household, viewings }: Audience): Promise<void> {
  const { grants } = world.operator.store;
  await revoke(world, 'unlinked while the disk was full', viewings, () =>
    endGrants(world, household.key, () => grants.revokeAll(household.account)),
  );
}

export const fullDisk: Scenario = {
  name: 'full-disk',
  faults: 'F2, F5, F12',
  says: 'No file of the bridge may grow: store, record and log; linkings end, and it is killed.',
  missing: () =>
    spawnSync('prlimit', ['--version']).status === 0 ? undefined : 'there is no prlimit',
  async turn(world, chance) {
    const audiences = await gather(world, chance, 6, 20_000);
    for (const [at, audience] of audiences.entries()) {
      if (world.over.aborted) return;
      world.injected();
      world.bridge.growth(false);
      const ending = (at % 2 === 0 ? byClient : byOperator)(world, audience);
      await world.pause(chance.between(200, 1_200));
      // In the middle of what it could not write.
      if (at === audiences.length - 1) await world.bridge.kill();
      else world.bridge.growth(true);
      await ending;
    }
    if (audiences.length > 0) await world.bridge.start();
  },
};
