/** Ways to take a database from under the bridge, and what is so afterwards. */
import { link, rename, rm } from 'node:fs/promises';
import { dataFolder } from '../../../../storage/data-folder.ts';
import { copyDatabase } from '../../../../storage/sqlite/copy.ts';
import type { World } from '../world.ts';

export interface Loss {
  /** Where the data folder is afterwards. */
  readonly folder: string;
  strike(): Promise<void>;
  /** Puts back what was there. */
  back(): Promise<void>;
}

/** The files of a database beside its own name. */
const ends = ['', '-wal', '-shm'];

/** Another file, with the same in it, takes the database's place: as when a backup is put there. */
export function anotherFile({ folder }: World): Loss {
  const { database } = dataFolder(folder);
  const [own, other] = [`${database}.own`, `${database}.other`];
  return {
    folder,
    async strike() {
      await copyDatabase(database, other);
      for (const end of ends) await link(`${database}${end}`, `${own}${end}`);
      await rename(other, database);
      // Else whoever opens the other file would find this one's latest pages in it.
      for (const end of ends.slice(1)) await rm(`${database}${end}`);
    },
    async back() {
      // The log first: without it, the database stands there as it was some time ago.
      for (const end of ends.toReversed()) await rename(`${own}${end}`, `${database}${end}`);
    },
  };
}

/** The data folder is moved away. */
export function folderAway({ folder }: World): Loss {
  const away = `${folder}.away`;
  return {
    folder: away,
    strike: () => rename(folder, away),
    back: () => rename(away, folder),
  };
}

/** Reports whether something that is owed is so; does nothing once the run is over. */
export function owe({ oracle, over }: World, what: string, isSo: boolean, got: string): void {
  if (!over.aborted) oracle.owed(what, isSo, got);
}
