/** A lock that a process holds for as long as it lives, and that a kill lets go of. */
import Database from 'better-sqlite3';
import { Failure } from '../../failures.ts';
import { keepPrivate } from './private-file.ts';

/** How long a bridge that is just leaving is waited for. */
const patienceMs = 5_000;

/**
 * Takes hold of `file`; gives the function that lets go. What a crash leaves behind is no lock: the
 * kernel's own goes with the process.
 * @throws Failure `storage-down` when somebody else holds it; `what` says what they are doing.
 */
export function hold(file: string, what: string, waitMs = patienceMs): () => void {
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
