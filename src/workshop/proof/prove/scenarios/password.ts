import type { Scenario } from '../world.ts';
import { assemble } from './audience.ts';
import { endGrants, ofAccount, revoke } from './revoking.ts';
import { oneByOne, twice } from './rounds.ts';

export const password: Scenario = {
  name: 'password',
  faults: 'F12',
  says: 'Passwords change while displays watch: every linking of the account is over.',
  turn: (world, chance) =>
    twice(world, async () => {
      const audiences = await assemble(world, chance, { least: 8, most: 40 });
      await oneByOne(world, audiences, ({ account: { key, id } }) =>
        revoke(world, 'password change', ofAccount(key), () =>
          // The same one again: what counts is that it was set.
          endGrants(world, key, () => world.operator.store.of(id).setPassword(world.passwordHash)),
        ),
      );
    }),
};
