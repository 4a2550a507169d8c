/** Makes sure that nobody but the bridge's own user can read the data file. */
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../common/make-folder.ts';

/**
 * Makes a missing `file` (mode 0600) and its folder (mode 0700), and takes others' rights from a file that is
 * there. SQLite gives `-wal` and `-shm` the mode of the file itself.
 */
export function keepPrivate(file: string): void {
  makeFolder(dirname(file), 0o700);
  closeSync(openSync(file, 'a', 0o600));
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(path)) chmodSync(path, 0o600);
  }
}
