/**
 * Tables that stand beside the file they are about: those of `partitions.ts` in `partitions.guards.mjs` and
 * `partitions.mutants.mjs`. So they go with the file wherever it is moved.
 */
import { existsSync, readdirSync } from 'node:fs';
import { posix as path } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../setup/root.mjs';

const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => path.join('src', name))
  .toSorted();

/** Returns the file that a table stands beside. @throws Error if there is none. */
function fileBeside(table, ending) {
  const stem = table.slice(0, -ending.length);
  const file = ['.ts', '.mjs'].map((end) => stem + end).find((name) => existsSync(root + name));
  if (file === undefined) throw new Error(`${table} stands beside no file of its name`);
  return file;
}

/** Returns the rows of all tables with this ending, such as `.guards.mjs`, each with the `file` it stands beside. */
export async function rowsBeside(ending) {
  const tables = files.filter((name) => name.endsWith(ending));
  const rows = tables.map(async (table) => {
    const { default: found } = await import(pathToFileURL(path.join(root, table)).href);
    const file = fileBeside(table, ending);
    return found.map((row) => ({ ...row, file }));
  });
  return (await Promise.all(rows)).flat();
}

/**
 * Returns the one file whose path ends so: that survives a move of its room. @throws Error if there is none,
 * or more.
 */
export function fileNamed(end) {
  const found = files.filter((name) => name.endsWith(`/${end}`));
  if (found.length !== 1) throw new Error(`${found.length} files are called ${end}`);
  return found[0];
}
