import { refreshForm } from '../../../../simulator/client/oauth-forms.ts';
import { goodGrant, type Household } from '../cast/households.ts';
import { devicesIn, intend } from '../display/intents.ts';
import { accountBehind, askOAuth, tokenIn } from '../display/oauth.ts';
import type { Scenario, World } from '../world.ts';

async function linkAndAsk(world: World, household: Household): Promise<void> {
  const { client, origin, oracle } = world;
  const { token } = await world.link(household);
  world.injected();
  const listed = await intend(client, origin, token, 'SYNC');
  for (const id of devicesIn(listed) ?? []) oracle.device(-1, household.key, id);
  const sub = await accountBehind(client, origin, token);
  if (sub !== undefined) oracle.account(-1, household.key, household.account, sub);
}

/** The same refresh token twice at once: whatever comes speaks for its own account. */
async function refreshTwice(world: World, household: Household): Promise<void> {
  const grant = goodGrant(household);
  if (grant === undefined) return;
  const { client, origin, oracle, oauth } = world;
  const form = refreshForm(oauth, grant.refreshToken);
  const answers = await Promise.all([1, 2].map(() => askOAuth(client, origin, 'token', form)));
  for (const answer of answers) {
    const token = tokenIn(answer);
    if (token === undefined) continue;
    const listed = await intend(client, origin, token, 'SYNC');
    for (const device of devicesIn(listed) ?? []) oracle.device(-1, household.key, device);
  }
}

export const linkingAtOnce: Scenario = {
  name: 'linking-at-once',
  faults: 'F20, F8',
  says: 'Many households link and refresh in the same moment; each token is asked whose it is.',
  async turn(world, chance) {
    for (let round = 0; round < 3 && !world.over.aborted; round += 1) {
      const some = chance.shuffled(world.households).slice(0, 10);
      await Promise.allSettled(some.map((household) => linkAndAsk(world, household)));
      await Promise.allSettled(some.map((household) => refreshTwice(world, household)));
    }
    await world.pause(500);
  },
};
