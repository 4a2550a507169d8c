import { spawnSync } from 'node:child_process';
import type { Scenario, World } from '../world.ts';
import { assemble, type Audience } from './audience.ts';
import { endGrants, ofGrant, ofAccount, revoke, revokeByClient } from './revoking.ts';
import { oneByOne } from './rounds.ts';

const rounds = 4;

/** Ends a linking through the bridge, which has to write: if that is refused, it rightly goes on. */
async function byClient(world: World, { viewings: [first] }: Audience): Promise<void> {
  if (first === undefined) return;
  const { grant } = first;
  await revoke(world, 'revoked while the disk was full', ofGrant(grant), () =>
    revokeByClient(world, grant),
  );
}

/** Ends linkings from outside, where there is room: the bridge has only to read it. */
async function byOperator(world: World, { account: { key, id } }: Audience): Promise<void> {
  await revoke(world, 'unlinked while the disk was full', ofAccount(key), () =>
    endGrants(world, key, () => world.operator.store.of(id).revokeGrants()),
  );
}

export const fullDisk: Scenario = {
  name: 'full-disk',
  faults: 'F2, F5, F12',
  says: 'No file of the bridge may grow: store, record and log; linkings end, and it is killed.',
  missing: () =>
    spawnSync('prlimit', ['--version']).status === 0 ? undefined : 'there is no prlimit',
  async turn(world, chance) {
    for (let round = 0; round < rounds; round += 1) {
      const audiences = await assemble(world, chance, { least: 2, most: 6 });
      if (world.over.aborted) return;
      world.injected();
      world.bridge.growth(false);
      // Whoever asks a bridge that is killed meanwhile gets no answer.
      const killed = round === rounds - 1;
      const ending = oneByOne(world, audiences, (audience, at) =>
        (at % 2 === 0 && !killed ? byClient : byOperator)(world, audience),
      );
      // Awaited below: until then nobody else handles what went wrong.
      ending.catch(() => undefined);
      await world.pause(chance.between(300, 1_200));
      // In the middle of what it could not write.
      if (killed) await world.bridge.kill();
      else world.bridge.growth(true);
      await ending;
    }
    await world.bridge.start();
  },
};
