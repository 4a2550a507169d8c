/**
 * Removes builds that nobody needs any more. Kept are the current one, every one that a process runs
 * from (each marks its own, see src/build-in-use.ts), and what was current within the last day: a
 * program that is just starting has not marked its build yet.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './alive.mjs';

const keptMs = 24 * 60 * 60_000;

function inUse(builds) {
  try {
    return readdirSync(join(builds, '.in-use')).map((mark) => mark.split('.'));
  } catch {
    return [];
  }
}

/** `builds`: the folder of builds; `current`: the folder of the current one. */
export function prune(builds, current) {
  const marks = inUse(builds);
  for (const [name, pid] of marks) {
    if (!isAlive(Number(pid))) rmSync(join(builds, '.in-use', `${name}.${pid}`), { force: true });
  }
  const needed = new Set(marks.filter(([, pid]) => isAlive(Number(pid))).map(([name]) => name));
  for (const name of readdirSync(builds)) {
    const folder = join(builds, name);
    if (name === '.in-use' || folder === current || needed.has(name)) continue;
    try {
      if (Date.now() - statSync(folder).mtimeMs < keptMs) continue;
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another process removed it, or it may not be removed: the next one tries again.
    }
  }
}
