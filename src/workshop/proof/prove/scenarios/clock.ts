import type { Scenario } from '../world.ts';
import { assemble } from './audience.ts';
import { endGrants, ofAccount, revoke } from './revoking.ts';
import { oneByOne } from './rounds.ts';

const minute = 60_000;
const hour = 60 * minute;

export const clock: Scenario = {
  name: 'clock',
  faults: 'F11, F12, F20',
  says: 'The bridge’s wall clock jumps by seconds and by hours, there and back; linkings end then.',
  async turn(world, chance) {
    const audiences = await assemble(world, chance, { least: 4, most: 20 });
    world.bridge.jump(-minute);
    world.injected();
    await oneByOne(world, audiences, ({ account: { key, id } }) =>
      revoke(world, 'unlinked while the clock went back', ofAccount(key), () =>
        endGrants(world, key, () => world.operator.store.of(id).revokeGrants()),
      ),
    );
    for (const ms of [minute, 2 * hour, -2 * hour, -24 * hour, 24 * hour]) {
      world.bridge.jump(ms);
      world.injected();
      await world.pause(900);
    }
  },
};
