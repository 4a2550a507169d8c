import { calm } from '../../proxy/weather.ts';
import type { Account } from '../cast/accounts.ts';
import type { Chance } from '../chance.ts';
import type { Scenario, World } from '../world.ts';
import { attend } from './audience.ts';

/** Accounts whose first cameras have the same path, the same name, and another server. */
function alike(world: World, chance: Chance, count: number): Account[] {
  const { servers } = world.fleet;
  const first = chance.below(Math.max(1, Math.floor(world.fleet.taken.length / servers))) * servers;
  const owners = world.fleet.taken.slice(first, first + servers).map(({ owner }) => owner);
  return chance
    .shuffled(world.accounts.filter(({ key, gone }) => !gone && owners.includes(key)))
    .slice(0, count);
}

export const lookAlikes: Scenario = {
  name: 'look-alikes',
  faults: 'F10, F1',
  says: 'Households ask in the same moment for cameras that are alike and slow to answer.',
  async turn(world, chance) {
    const { fleet, ledger } = world;
    for (let server = 0; server < fleet.servers; server += 1) {
      fleet.weather(server, { delayMs: 60 + 120 * (server % 3) });
    }
    for (let round = 0; round < 2 && !world.over.aborted; round += 1) {
      const accounts = alike(world, chance, 8);
      world.injected(accounts.length);
      await Promise.allSettled(
        accounts.flatMap((account) => {
          const device = ledger.standing(account.key)[0]?.device ?? '';
          // Twice each: the second joins what the first began.
          return [
            attend(world, account, device, 'hls', 2_500),
            attend(world, account, device, 'webrtc', 2_500),
          ];
        }),
      );
      await world.pause(800);
    }
    for (let server = 0; server < fleet.servers; server += 1) fleet.weather(server, calm);
  },
};
