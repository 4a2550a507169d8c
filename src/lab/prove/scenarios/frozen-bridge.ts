import type { Scenario } from '../world.ts';
import { assemble } from './audience.ts';
import { endGrants, ofHousehold, revoke } from './revoking.ts';
import { oneByOne } from './rounds.ts';

export const frozenBridge: Scenario = {
  name: 'frozen-bridge',
  faults: 'F12, F5',
  says: 'The bridge stands still for seconds; linkings end meanwhile, and it wakes up.',
  async turn(world, chance) {
    const audiences = await assemble(world, chance, { least: 6, most: 20 });
    const { grants } = world.operator.store;
    world.bridge.signal('SIGSTOP');
    await world.pause(500);
    const revoked = oneByOne(world, audiences, ({ household: { key, account } }) =>
      revoke(world, 'unlinked while it stood still', ofHousehold(key), () =>
        endGrants(world, key, () => grants.revokeAll(account)),
      ),
    );
    await world.pause(chance.between(1_200, 1_800));
    world.bridge.signal('SIGCONT');
    await revoked;
  },
};
