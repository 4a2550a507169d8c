/** What lies where in the data folder: the bridge and the commands must agree on it. */
import { join } from 'node:path';

export interface DataFolder {
  /** The SQLite file; `-wal` and `-shm` lie beside it. */
  readonly database: string;
  /** The key ring (identity/keyring.ts). */
  readonly keys: string;
  /** Held by the one bridge that runs on the folder. Named for what it held at first. */
  readonly lock: string;
}

export function dataFolder(path: string): DataFolder {
  return {
    database: join(path, 'casement.db'),
    keys: join(path, 'keys.json'),
    lock: join(path, 'audit.lock'),
  };
}
