/** One bridge works on a folder: two would undo each other's work. */
import { stayingBridge } from '../control/running-bridge.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';

/**
 * Acquires `dataDir` by its lock; returns the function that releases it. Waits for a bridge that is leaving.
 * @throws Failure `storage-down` if another one is at work there, naming its process and what to do.
 */
export function holdFolder(dataDir: string, lock: string): () => void {
  const other = stayingBridge(dataDir);
  const what = `another bridge works on ${dataDir}`;
  if (other === undefined) return acquireFileLock(lock, what);
  const { pid } = other;
  const mend = `stop it first (Ctrl-C where it runs, kill ${pid}, or systemctl stop casement), and do not delete files there`;
  return acquireFileLock(lock, `${what} (process ${pid}): ${mend}`, 0);
}
