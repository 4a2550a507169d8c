/**
 * Marks the build that this process runs from, so that it is not cleaned away under it (see
 * src/setup/prune.mjs). Does nothing where the program runs from source or from a package.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export function markBuildInUse(): void {
  const build = dirname(fileURLToPath(import.meta.url));
  const builds = dirname(build);
  if (basename(builds) !== 'builds') return;
  const mark = join(builds, '.in-use', `${basename(build)}.${process.pid}`);
  try {
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, '');
  } catch {
    // Who may not write here cannot be the one who builds and cleans here either.
    return;
  }
  process.once('exit', () => rmSync(mark, { force: true }));
}
