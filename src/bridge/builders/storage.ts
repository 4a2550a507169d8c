/** Acquires the data folder for this bridge, and opens its contents. */
import type { LiveKeys } from '../../identity/live-keys.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { watchLock } from '../../storage/sqlite/file-lock.ts';
import type { Store } from '../../storage/store.ts';
import { noteRunning } from '../control/running-bridge.ts';
import { chooseSocketPath } from '../control/socket-path.ts';
import { keepTime } from '../data-folder/careful-time.ts';
import { holdFolder } from '../data-folder/lock.ts';
import { openData, type BridgeData } from '../data-folder/open-data.ts';
import type { BuildContext } from './context.ts';

export interface BridgeStorage {
  readonly store: Store;
  readonly keys: LiveKeys;
  /** Says what is wrong with the database, or with the lock of the folder. */
  readonly database: BridgeData['database'];
  /** Whether this is the first start after an upgrade. */
  readonly isUpgrade: boolean;
  /** Where the control socket lies. */
  readonly socketPath: string;
  /** The time that has certainly come, in milliseconds since 1970. */
  readonly reached: () => number;
  /** Whether the wall clock can be believed when something is dropped by its age. */
  readonly settled: () => boolean;
}

/** @throws Failure, saying what is in the way and what to do. */
export async function buildStorage(context: BuildContext): Promise<BridgeStorage> {
  const { config, log, now, clock, closers } = context;
  const { dataDir } = config;
  // Locked before anything is opened or made: two bridges on one folder would undo each other's work.
  const { lock } = dataFolder(dataDir);
  closers.push(holdFolder(dataDir, lock));
  const lockTrouble = watchLock(lock);
  const socket = chooseSocketPath(dataDir);
  closers.push(() => socket.remove());
  closers.push(noteRunning(dataDir, socket.path, now));
  const time = keepTime({
    dataDir,
    now,
    clock,
    onLeap: ({ from, to }) =>
      log.warn(
        { from: new Date(from), to: new Date(to) },
        'the clock leapt, or the bridge was off: nothing is dropped until it has run for 24 hours',
      ),
    report: (error) => log.warn({ err: error }, 'the time cannot be written down'),
  });
  closers.push(() => time.close());
  const { store, keys, database, isUpgrade } = await openData(config, time, now, log, closers);
  return Object.freeze({
    store,
    keys,
    database: { ...database, trouble: () => database.trouble() ?? lockTrouble() },
    isUpgrade,
    socketPath: socket.path,
    reached: () => time.reached(),
    settled: () => time.settled(),
  });
}
