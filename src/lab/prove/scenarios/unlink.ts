import { intend } from '../display/intents.ts';
import type { Grant } from '../oracle/judge.ts';
import type { Scenario, World } from '../world.ts';
import { gather, type Audience } from './audience.ts';
import { endGrants, revoke, revokeByClient } from './revoking.ts';

/** The ways in which a linking ends; each ends what `grant` stands for, or all of the household's. */
const ways: Readonly<
  Record<string, (world: World, audience: Audience, grant: Grant) => Promise<void>>
> = {
  async DISCONNECT(world, _audience, grant) {
    const answer = await intend(world.client, world.origin, grant.token, 'DISCONNECT');
    if (answer.status === 200) grant.endedAt ??= Date.now();
  },
  'revoked by its client': (world, _audience, grant) => revokeByClient(world, grant),
  async 'unlinked by the operator'(world, { household }) {
    const { grants } = world.operator.store;
    await endGrants(world, household.key, () => grants.revokeAll(household.account));
  },
};

export const unlink: Scenario = {
  name: 'unlink',
  faults: 'F12',
  says: 'Linkings end while their displays watch: DISCONNECT, revocation, the operator.',
  async turn(world, chance) {
    const audiences = await gather(world, chance, 9, 8_000);
    await Promise.all(
      audiences.map(async (audience, at) => {
        const [kind, end] = Object.entries(ways)[at % 3] ?? [];
        const [first] = audience.viewings;
        if (kind === undefined || end === undefined || first === undefined) return;
        const theirs = audience.viewings.filter(({ grant }) => grant === first.grant);
        await revoke(world, kind, theirs, () => end(world, audience, first.grant));
      }),
    );
  },
};
