/** A lock that a process holds for as long as it lives, and that a kill lets go of. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import { identityOf } from './identity-of.ts';
import { keepPrivate } from './private-file.ts';

/** How long a bridge that is just leaving is waited for. */
const timeoutMs = 5_000;

/**
 * Whether a process holds `file`. Many may ask at once: asking takes a shared lock, and that for a
 * moment only. What cannot be opened counts as held: somebody may work behind it.
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
 * Takes hold of `file`; returns the function that lets go. What a crash leaves behind is no lock: the
 * kernel's own goes with the process.
 * @throws Failure `storage-down` when somebody else holds it; `what` says what they are doing.
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
 * For who holds `file`: says what is wrong with it, in words. One that was removed or replaced keeps nobody
 * out, and commands take it that nobody works behind it.
 */
export function watchLock(file: string): () => string | undefined {
  const held = identityOf(file);
  return () => {
    try {
      if (identityOf(file) === held) return undefined;
    } catch {
      // Whoever may not look at it does not know that it is there.
    }
    return `the lock ${file} was removed or replaced`;
  };
}
