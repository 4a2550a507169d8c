/**
 * Where tests write: in memory, if the system has room there. Nearly all that they write is gone a second later, but
 * a disk is asked to keep each commit of each database first.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../setup/alive.mjs';

const name = 'casement-tests-';
/** With the id of the process that made it. */
const made = /^casement-tests-(\d+)-\w+$/;

/** Whether it is a folder of this user's: root may remove those of all. */
function isOwn(path) {
  const { uid } = lstatSync(path);
  return uid === process.getuid();
}

/** Removes what runs of this user left in `parent` that were killed. */
function clear(parent) {
  for (const folder of readdirSync(parent)) {
    const [, pid] = made.exec(folder) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(parent, folder);
    try {
      if (isOwn(path)) rmSync(path, { recursive: true });
    } catch {
      // Another run was first.
    }
  }
}

/** Makes a folder for a run's files below `parent`, where killed ones leave none; the caller removes it. */
export function runFolder(parent) {
  clear(parent);
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
  let folder;
  try {
    // First: what killed runs left there may have all the room.
    folder = runFolder(disk);
    const { bavail, bsize } = statfsSync(disk);
    const hasRoom = bavail * bsize >= bytes && freemem() >= bytes;
    if (hasRoom && startsPrograms(folder)) return folder;
  } catch {
    // There is none: the tests write to the disk.
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  return undefined;
}
