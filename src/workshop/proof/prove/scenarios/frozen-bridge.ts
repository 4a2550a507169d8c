import type { Scenario, World } from '../world.ts';
import { assemble } from './audience.ts';
import { Failure } from '../../../../common/failures.ts';
import { endGrants, ofAccount, revoke } from './revoking.ts';
import { oneByOne } from './rounds.ts';

/** A bridge that froze as it wrote keeps the database locked: the operator tries again, as a person would. */
async function untilWritten(world: World, write: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      const locked = error instanceof Failure && error.code === 'storage-down';
      if (!locked || world.over.aborted) throw error;
    }
  }
}

export const frozenBridge: Scenario = {
  name: 'frozen-bridge',
  faults: 'F12, F5',
  says: 'The bridge stands still for seconds; linkings end meanwhile, and it wakes up.',
  async turn(world, chance) {
    const audiences = await assemble(world, chance, { least: 6, most: 20 });
    const from = Date.now();
    world.bridge.signal('SIGSTOP');
    await world.pause(500);
    const revoked = oneByOne(world, audiences, ({ account: { key, id } }) =>
      revoke(world, 'unlinked while it stood still', ofAccount(key), () =>
        endGrants(world, key, () =>
          untilWritten(world, () => world.operator.store.of(id).revokeGrants()),
        ),
      ),
    );
    const thawed = world.pause(chance.between(1_200, 1_800)).finally(() => {
      world.oracle.stoodStill(from, Date.now());
      world.bridge.signal('SIGCONT');
    });
    await Promise.all([thawed, revoked]);
  },
};
