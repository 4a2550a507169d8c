import { dataFolder } from '../../../../storage/data-folder.ts';
import { writeInBulk } from '../../../../storage/sqlite/bulk.ts';
import { fileOnly } from './file-only.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, type Audience } from './audience.ts';
import { ofGrant, revoke, revokeByClient } from './revoking.ts';
import { oneByOne } from './rounds.ts';

/** If the bridge holds the lock for long, it could not be had. */
function unlessBusy(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
}

/** Linkings end while nothing can be written; if that is refused, they rightly go on. */
async function unlink(world: World, audiences: readonly Audience[]): Promise<void> {
  await oneByOne(world, audiences, async ({ viewings: [first] }) => {
    if (first === undefined) return;
    const { grant } = first;
    await revoke(world, 'revoked while the store was locked', ofGrant(grant), () =>
      revokeByClient(world, grant),
    );
  });
}

export const storage: Scenario = {
  name: 'storage',
  faults: 'F2, F5, F12',
  says: 'Somebody else holds the store’s write lock, again and again; linkings end meanwhile.',
  missing: fileOnly,
  async turn(world, chance) {
    const { database } = dataFolder(world.folder);
    for (let round = 0; round < 3; round += 1) {
      const audiences = await assemble(world, chance, { least: 1, most: 6 });
      if (world.over.aborted) return;
      let ending: Promise<void> | undefined;
      await writeInBulk(database, () => {
        world.injected();
        ending = unlink(world, audiences);
        return world.pause(chance.between(200, 1_200));
      }).catch(unlessBusy);
      await ending;
    }
  },
};
