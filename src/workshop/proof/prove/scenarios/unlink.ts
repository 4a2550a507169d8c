import { intend } from '../display/intents.ts';
import type { Grant } from '../oracle/judge.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, type Audience } from './audience.ts';
import { endGrants, ofGrant, ofAccount, revoke, revokeByClient } from './revoking.ts';
import { oneByOne, twice } from './rounds.ts';

/** Ends one linking by a DISCONNECT under it. Returns false if nobody said that it is done. */
async function disconnect(world: World, grant: Grant): Promise<boolean> {
  const { client, origin } = world;
  const answer = await intend(client, origin, grant.token, 'DISCONNECT').catch(() => undefined);
  if (answer?.status !== 200) return false;
  grant.endedAt ??= Date.now();
  return true;
}

/** The ways in which a linking ends: the one that somebody watches under, or all of an account. */
const ways: readonly ((world: World, audience: Audience, grant: Grant) => Promise<void>)[] = [
  (world, _audience, grant) =>
    revoke(world, 'DISCONNECT', ofGrant(grant), () => disconnect(world, grant)),
  (world, _audience, grant) =>
    revoke(world, 'revoked by its client', ofGrant(grant), () => revokeByClient(world, grant)),
  (world, { account: { key, id } }) =>
    revoke(world, 'unlinked by the operator', ofAccount(key), () =>
      endGrants(world, key, () => world.operator.store.of(id).revokeGrants()),
    ),
];

export const unlink: Scenario = {
  name: 'unlink',
  faults: 'F12',
  says: 'Linkings end while their displays watch: DISCONNECT, revocation, the operator.',
  turn: (world, chance) =>
    twice(world, async () => {
      const audiences = await assemble(world, chance, { least: 9, most: 45 });
      await oneByOne(world, audiences, async (audience, at) => {
        const [first] = audience.viewings;
        if (first !== undefined) await ways[at % ways.length]?.(world, audience, first.grant);
      });
    }),
};
