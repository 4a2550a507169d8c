/** What lies where in the data folder; the bridge and the commands must agree on it. */
import { join } from 'node:path';

export interface DataFolder {
  /** The SQLite file; `-wal` and `-shm` lie beside it. */
  readonly database: string;
  /** The key file (identity/key-file.ts). It may lie elsewhere: see KEYS_FILE in .env.example. */
  readonly keys: string;
  /** Held by the process that is changing the key file. */
  readonly keysLock: string;
  /** Held by the one bridge that runs on the folder. Its name says what it held at first. */
  readonly lock: string;
}

/** Returns the paths in the folder at `path`; looks at none of them, and makes none. */
export function dataFolder(path: string, keys: string = join(path, 'keys.json')): DataFolder {
  return {
    database: join(path, 'casement.db'),
    keys,
    keysLock: join(path, 'keys.lock'),
    lock: join(path, 'audit.lock'),
  };
}
