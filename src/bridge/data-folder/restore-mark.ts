/**
 * The mark of a restore that has begun to put its files in place: `restore-under-way`. If it is cut off in
 * between, it leaves files that do not belong together, and nothing may start on them.
 */
import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../common/failures.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'restore-under-way');

function syncFolder(dataDir: string): void {
  const folder = openSync(dataDir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Durable when this returns. */
export function markRestore(dataDir: string): void {
  closeSync(openSync(fileIn(dataDir), 'a', 0o600));
  syncFolder(dataDir);
}

/** Takes the mark away once all names in the folder are on the disk. Idempotent. */
export function unmarkRestore(dataDir: string): void {
  syncFolder(dataDir);
  rmSync(fileIn(dataDir), { force: true });
}

/** @throws Failure `bad-request` if a restore was cut off. */
export function refuseHalfRestored(dataDir: string): void {
  if (!existsSync(fileIn(dataDir))) return;
  throw new Failure(
    'bad-request',
    `a restore into ${dataDir} was cut off: run casement restore <file> --over again`,
  );
}
