import type { Scenario } from '../world.ts';
import { gather } from './audience.ts';
import { endGrants, revoke } from './revoking.ts';

export const password: Scenario = {
  name: 'password',
  faults: 'F12',
  says: 'Passwords change while displays watch: every linking of the account is over.',
  async turn(world, chance) {
    const audiences = await gather(world, chance, 8, 8_000);
    const { accounts } = world.operator.store;
    await Promise.all(
      audiences.map(({ household, viewings }) =>
        revoke(world, 'password change', viewings, () =>
          endGrants(world, household.key, () =>
            // The same one again: what counts is that it was set.
            accounts.setPassword(household.account, world.passwordHash),
          ),
        ),
      ),
    );
  },
};
