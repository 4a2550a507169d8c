import { dataFolder } from '../../../storage/data-folder.ts';
import { writeInBulk } from '../../../storage/sqlite/bulk.ts';
import type { Scenario, World } from '../world.ts';
import { gather, type Audience } from './audience.ts';
import { revoke, revokeByClient } from './revoking.ts';

/** Where the bridge holds the lock for long, it was not to be had. */
function unlessBusy(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
}

/** A linking ends while nothing can be written; where that is refused, it goes on rightly. */
async function unlink(world: World, audience: Audience): Promise<void> {
  const [first] = audience.viewings;
  if (first === undefined) return;
  const theirs = audience.viewings.filter(({ grant }) => grant === first.grant);
  await revokeByClient(world, first.grant);
  if (first.grant.endedAt === undefined) return;
  await revoke(world, 'revoked while the store was locked', theirs, () => Promise.resolve());
}

export const storage: Scenario = {
  name: 'storage',
  faults: 'F2, F5, F12',
  says: 'Somebody else holds the store’s write lock, again and again; linkings end meanwhile.',
  async turn(world, chance) {
    const { database } = dataFolder(world.folder);
    const audiences = await gather(world, chance, 3, 15_000);
    for (const audience of audiences) {
      if (world.over.aborted) return;
      let ending: Promise<void> | undefined;
      await writeInBulk(database, () => {
        world.injected();
        ending = unlink(world, audience);
        return world.pause(chance.between(200, 1_200));
      }).catch(unlessBusy);
      await ending;
    }
  },
};
