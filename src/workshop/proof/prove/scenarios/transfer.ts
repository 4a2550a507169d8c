import { DeviceId } from '../../../../identity/ids.ts';
import type { Chance } from '../chance.ts';
import type { World, Scenario } from '../world.ts';
import { assemble, attend, outsider, type Audience } from './audience.ts';
import { ofCamera, revoke } from './revoking.ts';
import { oneByOne, twice } from './rounds.ts';

async function handOver(world: World, chance: Chance, audience: Audience): Promise<void> {
  const { ledger, operator } = world;
  const { camera: key, device = '' } = audience.right;
  const heir = outsider(world, chance, key);
  if (heir === undefined) return;
  let anew = '';
  const move = async (): Promise<void> => {
    const before = ledger.viewersOf(key);
    const theirs = ledger.give(heir.key, key);
    try {
      const moved = await operator.register.transfer(DeviceId(device), heir.id);
      ledger.name(theirs, moved.device);
      anew = moved.device;
    } catch (error) {
      ledger.forget(theirs);
      throw error;
    }
    for (const right of before) ledger.take(right);
    world.camera(key).owner = heir.key;
  };
  await revoke(world, 'transfer', ofCamera(key), move, async () => {
    // The new owner looks at once: what was filmed before must not show.
    const looks = (['hls', 'webrtc'] as const).map((protocol) =>
      attend(world, heir, anew, protocol, 3_000),
    );
    await Promise.allSettled(looks);
  });
}

export const transfer: Scenario = {
  name: 'transfer',
  faults: 'F12, F23',
  says: 'Cameras are handed over while they are watched; the heir looks at once.',
  turn: (world, chance) =>
    twice(world, async () => {
      const size = { least: 6, most: 24 };
      const owned = await assemble(world, chance, size, ({ camera, account }) => {
        return world.camera(camera).owner === account;
      });
      await oneByOne(world, owned, (audience) => handOver(world, chance, audience));
    }),
};
