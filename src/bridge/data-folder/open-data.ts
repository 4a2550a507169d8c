/**
 * Opens the contents of the data folder, each part once the one before is known to be believable. Nothing
 * starts on a database that is half restored, missing, older than what is known of it, or being replaced.
 */
import { refuseOlder } from '../../wall/audit/older.ts';
import { refuseOlderThanKnown } from './believed.ts';
import { openBridgeKeys } from './keys.ts';
import type { CarefulTime } from './careful-time.ts';
import type { Closers } from '../closers.ts';
import type { Config } from '../config/config.ts';
import type { LiveKeys } from '../../identity/live-keys.ts';
import type { Log } from '../../common/log.ts';
import { findFile, findServer } from './open-database.ts';
import { refuseHalfCopied } from './copy-mark.ts';
import { countedRevision, keepCounting } from './restore-counter.ts';
import { refuseHalfRestored } from './restore-mark.ts';
import { keepSeen } from './seen-revision.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import type { Store } from '../../storage/store.ts';

export interface BridgeData {
  readonly store: Store;
  readonly keys: LiveKeys;
  readonly database: {
    readonly identity: string;
    /** Looks at it, and notes what was seen; returns in words what is wrong with it. */
    trouble(): string | undefined;
  };
  /** Whether this is the first start after an upgrade. */
  readonly isUpgrade: boolean;
}

/**
 * Must be called by the holder of the folder. What closes each part again is put on `closers`.
 * @throws Failure, saying what is in the way and what to do.
 */
export async function openData(
  { dataDir, keysFile, databaseUrl, restoreCounter }: Config,
  time: CarefulTime,
  now: () => number,
  log: Log,
  closers: Closers,
): Promise<BridgeData> {
  const folder = dataFolder(dataDir, keysFile);
  refuseHalfRestored(dataDir);
  refuseHalfCopied(dataDir);
  const parts = { dataDir, folder, time, now, log, closers };
  const found = databaseUrl === undefined ? findFile(parts) : await findServer(databaseUrl, parts);
  const { revision, isUpgrade } = found;
  await refuseOlderThanKnown(dataDir, folder, revision);
  const { store, watched: database } = await found.open();
  const lookAtDatabase = keepSeen(dataDir, database, (error) =>
    log.error({ err: error }, 'seen.json cannot be written'),
  );
  closers.push(() => lookAtDatabase());
  const keys = await openBridgeKeys(folder, store, log, now);
  closers.push(() => keys.close());
  const counted = await countedRevision(restoreCounter, store);
  refuseOlder(revision, counted ?? 0, `the counter ${restoreCounter}`);
  if (restoreCounter !== undefined) {
    closers.push(
      await keepCounting(restoreCounter, store, (error) =>
        log.error({ err: error }, 'RESTORE_COUNTER_FILE cannot be written'),
      ),
    );
  }
  await warnOfUnconfirmed(store, log);
  return {
    store,
    keys,
    database: { identity: database.identity, trouble: lookAtDatabase },
    isUpgrade,
  };
}

/** People who cannot sign in, and whose cameras show nothing, must not be left to wonder why. */
async function warnOfUnconfirmed({ operator: { accounts } }: Store, log: Log): Promise<void> {
  const unconfirmed = await accounts.countUnconfirmed();
  if (unconfirmed === 0) return;
  log.warn(
    { unconfirmed },
    'since a restore some accounts cannot sign in and show nothing: casement account confirm <account>, or --all --yes',
  );
}
