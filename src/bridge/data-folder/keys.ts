/** The keys of a running bridge. */
import { upgradeKeyFile } from '../../identity/key-file.ts';
import { ensureKeyFile, type KeyRing } from '../../identity/keyring.ts';
import { openLiveKeys, type LiveKeys } from '../../identity/live-keys.ts';
import { Failure } from '../../common/failures.ts';
import type { Log } from '../../common/log.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';
import type { Store } from '../../storage/store.ts';

/**
 * Makes the key file if neither it nor the database exists, and brings one of an earlier version up to this
 * one. Must be called before the database is opened, by the holder of the folder. Returns whether the file
 * was of an earlier version: then this is the first start after an upgrade.
 */
export function prepareKeyFile({ keys, database, keysLock }: DataFolder, log: Log): boolean {
  ensureKeyFile(keys, database);
  const letGo = acquireFileLock(keysLock, 'the keys are just being changed');
  try {
    return upgradeKeyFile(keys);
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error && 'code' in error)) throw error;
    log.info(
      { err: error },
      'the key file is of an earlier version, and stays: it cannot be written',
    );
    return true;
  } finally {
    letGo();
  }
}

/** Opens the keys and watches their file. Rejects if it cannot be used. */
export async function openBridgeKeys(
  { keys: file }: DataFolder,
  store: Store,
  log: Log,
  now: () => number,
): Promise<LiveKeys> {
  const live = openLiveKeys({
    file,
    used: async () => new Set(await store.operator.sealed.keys()),
    onTaken: () => log.info('the key file has changed and was taken up'),
    onRefused: (error) =>
      log.error(
        { err: error },
        'the key file has changed and cannot be used: the keys of before go on',
      ),
    now,
  });
  await warnOfUnknownKeys(live.ring, store, log);
  return live;
}

/** Cameras whose key is missing are not shown; that must not happen without a word. */
async function warnOfUnknownKeys({ sealing }: KeyRing, store: Store, log: Log): Promise<void> {
  const known = new Set(sealing.map(({ kid }) => kid));
  const unknown = (await store.operator.sealed.keys()).filter((kid) => !known.has(kid));
  if (unknown.length === 0) return;
  log.error({ keys: unknown }, 'cameras are sealed with keys that the key file does not have');
}
