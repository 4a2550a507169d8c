import type { Scenario } from '../world.ts';
import { gather } from './audience.ts';
import { endGrants, revoke } from './revoking.ts';

const minute = 60_000;
const hour = 60 * minute;

export const clock: Scenario = {
  name: 'clock',
  faults: 'F11, F12, F20',
  says: 'The bridge’s wall clock jumps by seconds and by hours, there and back; linkings end then.',
  async turn(world, chance) {
    const { grants } = world.operator.store;
    const audiences = await gather(world, chance, 4, 6_000);
    world.bridge.jump(-minute);
    world.injected();
    await Promise.all(
      audiences.map(({ household, viewings }) =>
        revoke(world, 'unlinked while the clock went back', viewings, () =>
          endGrants(world, household.key, () => grants.revokeAll(household.account)),
        ),
      ),
    );
    for (const ms of [minute, 2 * hour, -2 * hour, -24 * hour, 24 * hour]) {
      world.bridge.jump(ms);
      world.injected();
      await world.pause(900);
    }
  },
};
