/** A lock that a process holds for as long as it lives, and that a kill lets go of. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import { identityOf } from './identity-of.ts';
import { keepPrivate } from './private-file.ts';

/** How long to wait for a bridge that is just leaving. */
const timeoutMs = 5_000;

/**
 * Whether a process holds `file`. Many may ask at once: asking takes a shared lock, for a moment only. A file
 * that cannot be opened counts as held: somebody may be at work behind it.
 */
export function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 0, fileMustExist: true });
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch {
    return true;
  } finally {
    db?.close();
  }
}

/**
 * Acquires the lock on `file`; returns the function that releases it. A crash leaves no lock behind: the
 * kernel's own goes with the process.
 * @throws Failure `storage-down` if somebody else holds it; `what` says what they are doing.
 */
export function acquireFileLock(file: string, what: string, waitMs = timeoutMs): () => void {
  keepPrivate(file);
  const db = new Database(file, { timeout: waitMs });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new Failure('storage-down', `${what}: ${file} is held`, { cause: error });
  }
  return () => void db.close();
}

/**
 * For the holder of `file`: returns in words what is wrong with it. A file that was removed or replaced keeps
 * nobody out, and commands assume that nobody is at work behind it.
 */
export function watchLock(file: string): () => string | undefined {
  const held = identityOf(file);
  return () => {
    try {
      if (identityOf(file) === held) return undefined;
    } catch {
      // A user who may not look at it does not know that it is there.
    }
    return `the lock ${file} was removed or replaced`;
  };
}
