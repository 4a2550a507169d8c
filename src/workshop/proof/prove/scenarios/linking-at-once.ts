import { goodGrant, type Household } from '../cast/households.ts';
import { devicesIn, intend } from '../display/intents.ts';
import type { Scenario, World } from '../world.ts';

async function linkAndAsk(world: World, household: Household): Promise<void> {
  const { client, origin, oracle } = world;
  const { token } = await world.link(household);
  world.injected();
  const listed = await intend(client, origin, token, 'SYNC');
  for (const id of devicesIn(listed) ?? []) oracle.device(-1, household.key, id);
  const told = await client.send(`${origin}/oauth/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (told.status !== 200 || !told.whole) return;
  const { sub = '' } = JSON.parse(told.body.toString()) as { sub?: string };
  oracle.account(-1, household.key, household.account, sub);
}

/** The same refresh token twice at once: whatever comes speaks for its own account. */
async function refreshTwice(world: World, household: Household): Promise<void> {
  const grant = goodGrant(household);
  if (grant === undefined) return;
  const { id, secret } = world.oauth;
  const { client, origin, oracle } = world;
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: id,
    client_secret: secret,
    refresh_token: grant.refreshToken,
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = `${origin}/oauth/token`;
  const answers = await Promise.all(
    [1, 2].map(() => client.send(url, { method: 'POST', headers, body })),
  );
  for (const { status, body: text } of answers) {
    if (status !== 200) continue;
    const { access_token: token = '' } = JSON.parse(text.toString()) as { access_token?: string };
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
