import { goodGrant } from '../cast/accounts.ts';
import { devicesIn, grantedIn, intend, streamOf } from '../display/intents.ts';
import type { Chance } from '../chance.ts';
import type { Scenario, World } from '../world.ts';

const tries = 60;
/** A busy machine does fewer. */
const longestMs = 8_000;
const atOnce = 6;

/** Spellings of an id that a careless comparison might take for it. */
function likenesses(id: string): string[] {
  return [id, id.toUpperCase(), id.slice(0, -1), ` ${id}`, `${id}\u0000`, `${id}/`, `${id},`];
}

async function ask(world: World, chance: Chance): Promise<void> {
  const [account, other] = [chance.pick(world.accounts), chance.pick(world.accounts)];
  const right = world.ledger.of(other.key).at(-1);
  if (right?.device === undefined || account.gone) return;
  const grant = goodGrant(account) ?? (await world.link(account));
  const id = chance.pick(likenesses(right.device));
  const own = world.ledger.standing(account.key)[0]?.device ?? id;
  const { client, origin, oracle } = world;
  world.injected();
  const query = { devices: [{ id }, { id: own }] };
  const queried = await intend(client, origin, grant.token, 'QUERY', query);
  const executed = await intend(
    client,
    origin,
    grant.token,
    'EXECUTE',
    streamOf(id, chance.happens(0.5) ? 'hls' : 'webrtc'),
  );
  for (const named of [...(devicesIn(queried) ?? []), ...grantedIn(executed)]) {
    oracle.device(-1, account.key, named);
  }
}

export const foreignIds: Scenario = {
  name: 'foreign-ids',
  faults: 'F19, F21',
  says: 'Households ask for devices of others, and for ids that look like them, in every intent.',
  async turn(world, chance) {
    const until = Date.now() + longestMs;
    for (let done = 0; done < tries && Date.now() < until && !world.over.aborted; done += atOnce) {
      const asking = Array.from({ length: atOnce }, () => ask(world, chance));
      await Promise.allSettled(asking);
    }
    await world.pause(500);
  },
};
