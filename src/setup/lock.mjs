/** A lock between processes of this project: a folder that names its holder. */
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from './alive.mjs';
import { makeFolder } from './make-folder.mjs';

const pause = new Int32Array(new SharedArrayBuffer(4));

/** A holder names itself right after it took the lock: one that has not by then was killed. */
const namelessMs = 10_000;

/** Returns when a process began, as the system counts; empty if it does not say. */
function beginning(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}

/** Its number alone may be another's after a kill: in a container it often is. */
const nameOf = (pid) => `${pid}-${beginning(pid)}`;

/**
 * Removes a lock that no living process could release. A lock that another took meanwhile stays: only an
 * empty folder is removed, and the holder's name by whoever is first.
 * @throws Error if somebody else was first.
 */
function removeLeft(lock) {
  const [holder] = readdirSync(lock);
  if (holder === undefined) {
    if (Date.now() - statSync(lock).mtimeMs > namelessMs) rmdirSync(lock);
    return;
  }
  const pid = Number.parseInt(holder, 10);
  if (isAlive(pid) && holder === nameOf(pid)) return;
  rmdirSync(join(lock, holder));
  rmdirSync(lock);
}

/** Takes the lock, waiting for a living holder; one that died holds nothing. */
function take(lock) {
  makeFolder(dirname(lock), 0o777);
  for (;;) {
    try {
      mkdirSync(lock);
      mkdirSync(join(lock, nameOf(process.pid)));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
    }
    try {
      removeLeft(lock);
    } catch {
      // It has just let go, or another has taken it.
    }
    Atomics.wait(pause, 0, 0, 50);
  }
}

/** Does `work` while it holds the lock at `path`; returns its result. */
export function withLock(path, work) {
  take(path);
  try {
    return work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
