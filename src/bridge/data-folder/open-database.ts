/** The database as a bridge opens it, whatever the engine. */
import type { CarefulTime } from './careful-time.ts';
import type { Closers } from '../closers.ts';
import type { Failure } from '../../common/failures.ts';
import type { Log } from '../../common/log.ts';
import { operatorWords } from '../../common/operator-words.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { watchServer } from '../../storage/postgres/still-the-same.ts';
import { revisionIn } from '../../storage/sqlite/copy.ts';
import { refuseMovedFile } from '../../storage/sqlite/copy-marks.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import { claimDatabase } from '../../storage/sqlite/still-the-same.ts';
import type { Store } from '../../storage/store.ts';
import { prepareKeyFile } from './keys.ts';
import { refuseLostDatabase } from './lost-database.ts';
import type { Watched } from './seen-revision.ts';
import { sayCommits } from './say-commits.ts';
import { openServerDatabase } from './server-database.ts';

/** How long a server that is starting is waited for: as long as a file that another process makes. */
const startingMs = 5_000;

/** What is open. */
export interface OpenDatabase {
  readonly store: Store;
  readonly watched: Watched & { readonly identity: string };
}

/** A database that was found, and is not believed yet. */
export interface FoundDatabase {
  /** Whether this is the first start after an upgrade. */
  readonly isUpgrade: boolean;
  /** Its revision, read before this start may have raised it. */
  readonly revision: number;
  /** Opens it for good. */
  open(): OpenDatabase | Promise<OpenDatabase>;
}

export interface FindParts {
  readonly dataDir: string;
  readonly folder: DataFolder;
  readonly time: CarefulTime;
  readonly now: () => number;
  readonly log: Log;
  readonly closers: Closers;
}

const reachedBy = ({ time, now }: FindParts) => ({
  now,
  reached: () => (time.settled() ? now() : 0),
});

/** Finds the SQLite file of the data folder. @throws Failure, saying what is in the way and what to do. */
export function findFile(parts: FindParts): FoundDatabase {
  const { dataDir, folder, log, closers } = parts;
  refuseLostDatabase(dataDir);
  const isUpgrade = prepareKeyFile(folder, log);
  // Claimed before anything is read of it: a file that is put in its place from now on is noticed.
  const claimed = claimDatabase(folder.database);
  closers.push(() => claimed.close());
  // Before it is compared with what was seen of the one that came after it.
  refuseMovedFile(folder.database);
  return {
    isUpgrade,
    // Read before it is opened: bringing an older version's file up to date may raise its revision.
    revision: revisionIn(folder.database) ?? 0,
    open() {
      const store = openSqlite({ file: folder.database, ...reachedBy(parts) });
      closers.push(() => store.close());
      const watched = claimed.watch();
      closers.push(() => watched.release());
      return { store, watched };
    },
  };
}

/** Finds the database of a PostgreSQL server. @throws Failure, saying what is in the way and what to do. */
export async function findServer(url: string, parts: FindParts): Promise<FoundDatabase> {
  const { folder, log, closers } = parts;
  const starting = {
    waitMs: startingMs,
    onWait: (why: Failure) => log.warn({ why: operatorWords(why) }, 'the database is waited for'),
  };
  const store = await openServerDatabase(folder, { url, starting, ...reachedBy(parts) });
  closers.push(() => store.close());
  await sayCommits(url, log);
  return {
    isUpgrade: prepareKeyFile(folder, log),
    revision: await store.operator.restores.reached(),
    open: async () => ({ store, watched: await watchServer(store) }),
  };
}
