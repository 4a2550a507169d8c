import { DeviceId } from '../../../identity/ids.ts';
import type { Household } from '../cast/households.ts';
import type { Chance } from '../chance.ts';
import type { World, Scenario } from '../world.ts';
import { attend, gather, type Audience } from './audience.ts';
import { revoke, watching } from './revoking.ts';

/** Somebody who has nothing to do with this camera yet. */
function heirOf(world: World, chance: Chance, { right }: Audience): Household | undefined {
  const involved = new Set(world.ledger.viewersOf(right.camera).map(({ household }) => household));
  const able = world.households.filter(({ key, gone }) => !gone && !involved.has(key));
  return able.length === 0 ? undefined : chance.pick(able);
}

async function handOver(world: World, chance: Chance, audience: Audience): Promise<void> {
  const { ledger, operator } = world;
  const { camera: key, device = '' } = audience.right;
  const heir = heirOf(world, chance, audience);
  if (heir === undefined) return;
  const before = ledger.viewersOf(key);
  const theirs = ledger.give(heir.key, key);
  await revoke(world, 'transfer', watching(world, key), async () => {
    try {
      const moved = await operator.register.transfer(DeviceId(device), heir.account);
      ledger.name(theirs, moved.device);
    } catch (error) {
      ledger.forget(theirs);
      throw error;
    }
    for (const right of before) ledger.take(right);
    world.camera(key).owner = heir.key;
    // The new owner looks at once: what was filmed before must not show.
    for (const protocol of ['hls', 'webrtc'] as const) {
      void attend(world, heir, theirs.device ?? '', protocol, 3_000).catch(() => undefined);
    }
  });
}

export const transfer: Scenario = {
  name: 'transfer',
  faults: 'F12, F23',
  says: 'Cameras are handed over while they are watched; the heir looks at once.',
  async turn(world, chance) {
    const owned = await gather(world, chance, 6, 8_000, ({ camera, household }) => {
      return world.camera(camera).owner === household;
    });
    await Promise.all(owned.map((audience) => handOver(world, chance, audience)));
  },
};
