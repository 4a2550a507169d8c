import { dataFolder } from '../../../storage/data-folder.ts';
import { writeInBulk } from '../../../storage/sqlite/bulk.ts';
import type { Scenario } from '../world.ts';

/** Where the bridge holds the lock for long, it was not to be had. */
function unlessBusy(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
}

export const storage: Scenario = {
  name: 'storage',
  faults: 'F2, F5',
  says: 'Somebody else holds the store’s write lock, again and again.',
  async turn(world, chance) {
    const { database } = dataFolder(world.folder);
    for (let round = 0; round < 4 && !world.over.aborted; round += 1) {
      await writeInBulk(database, () => {
        world.injected();
        return world.pause(chance.between(200, 1_200));
      }).catch(unlessBusy);
      await world.pause(500);
    }
  },
};
