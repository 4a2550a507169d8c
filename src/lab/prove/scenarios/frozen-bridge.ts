import type { Scenario } from '../world.ts';
import { gather } from './audience.ts';
import { endGrants, revoke } from './revoking.ts';

export const frozenBridge: Scenario = {
  name: 'frozen-bridge',
  faults: 'F12, F5',
  says: 'The bridge stands still for seconds; linkings end meanwhile, and it wakes up.',
  async turn(world, chance) {
    const audiences = await gather(world, chance, 6, 12_000);
    const { grants } = world.operator.store;
    world.bridge.signal('SIGSTOP');
    await world.pause(500);
    const revoked = audiences.map(({ household, viewings }) =>
      revoke(world, 'unlinked while it stood still', viewings, () =>
        endGrants(world, household.key, () => grants.revokeAll(household.account)),
      ),
    );
    await world.pause(chance.between(1_200, 1_800));
    world.bridge.signal('SIGCONT');
    await Promise.all(revoked);
  },
};
