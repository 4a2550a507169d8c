import { goodGrant } from '../cast/accounts.ts';
import { deadline } from '../../../../common/deadline.ts';
import { intend, streamOf } from '../display/intents.ts';
import type { Chance } from '../chance.ts';
import type { Scenario, World } from '../world.ts';

/** Longer than it takes to open a camera that nobody watches, in milliseconds. */
const longestMs = 40;

/**
 * An EXECUTE that is given up at some moment, over a connection that others use before and after. Of any
 * account: the cameras of those who watch are open, and the answer is there at once.
 */
async function giveUp(world: World, chance: Chance): Promise<void> {
  const account = chance.pick(world.accounts.filter(({ gone }) => !gone));
  const device = world.ledger.standing(account.key)[0]?.device;
  if (device === undefined) return;
  const grant = goodGrant(account) ?? (await world.link(account).catch(() => undefined));
  if (grant === undefined) return;
  const limit = deadline(chance.below(longestMs), world.over);
  const asked = streamOf(device, chance.happens(0.5) ? 'hls' : 'webrtc');
  const { client, origin } = world;
  world.injected();
  await intend(client, origin, grant.token, 'EXECUTE', asked, limit.signal)
    .catch(() => undefined)
    .finally(() => limit.clear());
}

export const hangUps: Scenario = {
  name: 'hang-ups',
  faults: 'F5, F8',
  says: 'Displays hang up at any moment: in the middle of EXECUTE, of a playlist, of a segment.',
  async turn(world, chance) {
    const before = world.habits.watchMs;
    world.habits.hangUp = 0.4;
    world.habits.watchMs = [50, 1_500];
    for (let round = 0; round < 40 && !world.over.aborted; round += 1) {
      await Promise.all([giveUp(world, chance), giveUp(world, chance), world.pause(100)]);
    }
    world.habits.hangUp = 0;
    world.habits.watchMs = before;
    await world.pause(1_000);
  },
};
