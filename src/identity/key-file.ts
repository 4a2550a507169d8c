/** The key file (mode 0600): how it is read, and how it is replaced whole or not at all. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
} from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../common/failures.ts';
import { makeFolder } from '../common/make-folder.ts';
import { newKeyFile, parseKeyFile, versionOf, type KeyFile } from './key-file-form.ts';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Writes a file that does not exist yet, for its owner only; it is on the disk when this returns. Only root
 * can write one for somebody else.
 */
function writeNew(path: string, keys: KeyFile, owner?: Owner): void {
  const handle = openSync(path, 'wx', 0o600);
  try {
    fchmodSync(handle, 0o600);
    if (owner !== undefined && owner.uid !== 0 && process.geteuid?.() === 0) {
      fchownSync(handle, owner.uid, owner.gid);
    }
    writeFileSync(handle, `${JSON.stringify(keys, undefined, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Makes the file with fresh keys, but never over one that another process made meanwhile. */
export function makeKeyFile(file: string): void {
  makeFolder(dirname(file), 0o700);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeNew(draft, newKeyFile(Date.now()));
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
  syncFolder(file);
}

/**
 * Puts `keys` in the place of what `file` holds; a crash leaves the one or the other. The file keeps its
 * owner: root may rotate the keys of another user's bridge. One at a time: see keysLock of the data folder.
 */
export function replaceKeyFile(file: string, keys: KeyFile): void {
  // If it is a link, its target is replaced.
  const real = realpathSync(file);
  const draft = `${real}.next`;
  // A draft that a crash left behind holds keys, too.
  rmSync(draft, { force: true });
  try {
    writeNew(draft, keys, statSync(real));
    renameSync(draft, real);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(real);
}

/** Writes `keys` into a file that does not exist yet. @throws Error `EEXIST` if it does. */
export function writeKeyFile(file: string, keys: KeyFile): void {
  writeNew(file, keys);
  syncFolder(file);
}

/** Makes `keys` the content of `file`, whether it existed or not. One at a time, as `replaceKeyFile`. */
export function putKeyFile(file: string, keys: KeyFile): void {
  if (existsSync(file)) replaceKeyFile(file, keys);
  else {
    makeFolder(dirname(file), 0o700);
    writeKeyFile(file, keys);
  }
}

/** Makes the failure of a damaged file: without the cause, because a parser's message could quote a key. */
export const damaged = (file: string): Failure =>
  new Failure('internal', `the key file ${file} is damaged; restore it from a backup`);

/**
 * Returns what `read` reads of the file. @throws Failure `internal` if this user may not; any other error as it
 * is.
 */
function permitted<Read>(file: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    const { code }: Partial<NodeJS.ErrnoException> =
      typeof error === 'object' && error !== null ? error : {};
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    const mend = 'give it to the user that the bridge runs as (chown)';
    throw new Failure('internal', `the key file ${file} cannot be read by this user: ${mend}`);
  }
}

/**
 * Returns the keys of the file.
 * @throws Failure `internal`, naming the file, if it is damaged, this user may not read it, or others may.
 */
export function readKeyFile(file: string): KeyFile {
  if ((permitted(file, () => statSync(file)).mode & 0o077) !== 0) {
    throw new Failure('internal', `the key file ${file} can be read by others: chmod 600 it`);
  }
  try {
    return parseKeyFile(permitted(file, () => readFileSync(file, 'utf8')));
  } catch (error) {
    throw error instanceof Failure ? error : damaged(file);
  }
}

/**
 * Brings a file of version 1 up to this one, and returns whether it was one. If it cannot be written it
 * stays: it is read all the same.
 */
export function upgradeKeyFile(file: string): boolean {
  const text = permitted(file, () => readFileSync(file, 'utf8'));
  const isFirst = versionOf(text) === 1;
  if (isFirst) replaceKeyFile(file, readKeyFile(file));
  return isFirst;
}
