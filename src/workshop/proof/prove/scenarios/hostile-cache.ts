import { goodGrant } from '../cast/accounts.ts';
import { freePort } from '../../../../common/free-port.ts';
import { missingNginx, startNginx } from '../cast/nginx.ts';
import type { Chance } from '../chance.ts';
import type { Scenario, World } from '../world.ts';

/** The same address for everybody, and everybody's own answer. */
async function askWhoIAm(world: World, chance: Chance): Promise<void> {
  const account = chance.pick(world.accounts);
  const grant = goodGrant(account);
  if (grant === undefined) return;
  const headers = { authorization: `Bearer ${grant.token}`, ...chance.pick(world.conditions) };
  world.injected();
  const answer = await world.client.send(`${world.origin}/oauth/userinfo`, { headers });
  if (answer.status !== 200 || !answer.whole) return;
  const { sub = '' } = JSON.parse(answer.body.toString()) as { sub?: string };
  world.oracle.account(-1, account.key, account.id, sub);
}

export const hostileCache: Scenario = {
  name: 'hostile-cache',
  faults: 'F3, F25',
  says: 'nginx in front keeps every 200; displays ask with ranges and conditions.',
  missing: missingNginx,
  async turn(world, chance) {
    const { front, bridge, habits } = world;
    const nginx = await startNginx(world.folder, await freePort(), bridge.port);
    front.leadTo(nginx.port);
    front.cut();
    habits.conditional = true;
    try {
      for (let round = 0; round < 60 && !world.over.aborted; round += 1) {
        await Promise.allSettled([askWhoIAm(world, chance), world.pause(100)]);
      }
    } finally {
      habits.conditional = false;
      front.leadTo(bridge.port);
      front.cut();
      await nginx.close();
    }
    await world.pause(500);
  },
};
