/** A lock between processes of this project: a folder that names its holder. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from './alive.mjs';

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Takes the lock, waiting for a living holder; one that died holds nothing. */
function take(lock) {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      mkdirSync(join(lock, String(process.pid)));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
    }
    try {
      const [holder] = readdirSync(lock);
      if (holder !== undefined && !isAlive(Number(holder))) {
        rmSync(lock, { recursive: true, force: true });
      }
    } catch {
      // It has just let go.
    }
    Atomics.wait(pause, 0, 0, 50);
  }
}

/** Does `work` while it holds the lock at `path`; returns what it gives. */
export function withLock(path, work) {
  take(path);
  try {
    return work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
