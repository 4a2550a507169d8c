/** Counts the statements that a process runs: for benches. */
import Database from 'better-sqlite3';

type Run = (this: unknown, ...given: unknown[]) => unknown;

/** From now on all are counted, on whatever file; returns what tells how many there were. */
export function countStatements(): () => number {
  const db = new Database(':memory:');
  const form = Object.getPrototypeOf(db.prepare('SELECT 1')) as Record<string, Run>;
  db.close();
  let count = 0;
  for (const name of ['get', 'all', 'run', 'iterate']) {
    const run = form[name];
    if (run === undefined) throw new TypeError(`a statement has no ${name}`);
    form[name] = function counted(...given) {
      count += 1;
      return run.apply(this, given);
    };
  }
  return () => count;
}
