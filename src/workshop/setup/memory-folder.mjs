/**
 * Where tests write: in memory, if the system has room there. Nearly all that they write is gone a second later, but
 * a disk is asked to keep each commit of each database first.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../setup/alive.mjs';

const name = 'casement-tests-';

/** Removes what runs left that were killed, but for those of others, who may write there too. */
function clear(disk) {
  for (const folder of readdirSync(disk).filter((one) => one.startsWith(name))) {
    if (isAlive(Number.parseInt(folder.slice(name.length), 10))) continue;
    try {
      rmSync(join(disk, folder), { recursive: true });
    } catch {
      // It is another user's.
    }
  }
}

/** Makes a folder for a run's files below `parent`; the caller removes it. */
export function runFolder(parent) {
  const folder = mkdtempSync(join(parent, `${name}${process.pid}-`));
  // As the system's own folder for such: some of what tests start runs as nobody.
  chmodSync(folder, 0o1777);
  return folder;
}

/** Whether programs may be started from a folder: of some systems' memory they may not. */
function startsPrograms(folder) {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}

/**
 * Makes a folder in the memory that is mounted at `disk`; the caller removes it.
 * @param {string} [disk] its mount
 * @param {number} [bytes] how much must be free, of the mount and of the machine's memory
 * @returns {string | undefined} its path; undefined if there is no such mount, it has no room, nothing may be written
 *   there or no program started
 */
export function memoryFolder(disk = '/dev/shm', bytes = 4e9) {
  try {
    const { bavail, bsize } = statfsSync(disk);
    if (bavail * bsize < bytes || freemem() < bytes) return undefined;
    clear(disk);
    const folder = runFolder(disk);
    if (startsPrograms(folder)) return folder;
    rmSync(folder, { recursive: true });
  } catch {
    // There is none: the tests write to the disk.
  }
  return undefined;
}
