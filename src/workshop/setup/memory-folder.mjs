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

/** Removes what runs left that were killed. */
function clear(disk) {
  for (const folder of readdirSync(disk)) {
    const [, pid] = /^casement-tests-(\d+)-/.exec(folder) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) {
      rmSync(join(disk, folder), { recursive: true, force: true });
    }
  }
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
    const folder = mkdtempSync(join(disk, `${name}${process.pid}-`));
    // As the system's own folder for such: some of what tests start runs as nobody.
    chmodSync(folder, 0o1777);
    if (startsPrograms(folder)) return folder;
    rmSync(folder, { recursive: true });
  } catch {
    // There is none: the tests write to the disk.
  }
  return undefined;
}
