import { refreshForm } from '../../../../simulator/client/oauth-forms.ts';
import { goodGrant, type Account } from '../cast/accounts.ts';
import { devicesIn, intend } from '../display/intents.ts';
import { accountBehind, askOAuth, tokenIn } from '../display/oauth.ts';
import type { Scenario, World } from '../world.ts';

async function linkAndAsk(world: World, account: Account): Promise<void> {
  const { client, origin, oracle } = world;
  const { token } = await world.link(account);
  world.injected();
  const listed = await intend(client, origin, token, 'SYNC');
  for (const id of devicesIn(listed) ?? []) oracle.device(-1, account.key, id);
  const sub = await accountBehind(client, origin, token);
  if (sub !== undefined) oracle.account(-1, account.key, account.id, sub);
}

/** The same refresh token twice at once: whatever comes speaks for its own account. */
async function refreshTwice(world: World, account: Account): Promise<void> {
  const grant = goodGrant(account);
  if (grant === undefined) return;
  const { client, origin, oracle, oauth } = world;
  const form = refreshForm(oauth, grant.refreshToken);
  const answers = await Promise.all([1, 2].map(() => askOAuth(client, origin, 'token', form)));
  for (const answer of answers) {
    const token = tokenIn(answer);
    if (token === undefined) continue;
    const listed = await intend(client, origin, token, 'SYNC');
    for (const device of devicesIn(listed) ?? []) oracle.device(-1, account.key, device);
  }
}

export const linkingAtOnce: Scenario = {
  name: 'linking-at-once',
  faults: 'F20, F8',
  says: 'Many households link and refresh in the same moment; each token is asked whose it is.',
  async turn(world, chance) {
    for (let round = 0; round < 3 && !world.over.aborted; round += 1) {
      const some = chance.shuffled(world.accounts).slice(0, 10);
      await Promise.allSettled(some.map((account) => linkAndAsk(world, account)));
      await Promise.allSettled(some.map((account) => refreshTwice(world, account)));
    }
    await world.pause(500);
  },
};
