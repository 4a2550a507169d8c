/**
 * The guards of the house, collected. Those of a file stand beside it, those of `door.ts` in `door.guards.mjs`; each
 * says where it stands (`find`, which occurs exactly once), what stands there once it is switched off, and which tests
 * must then fail: of the same name as the file, unless `tests` names others, beside it (`./`) or anywhere in src.
 * So they go with the file wherever it is moved.
 */
import { existsSync, readdirSync } from 'node:fs';
import { posix as path } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../setup/root.mjs';

const ending = '.guards.mjs';

/** The file that the rows of `table` guard. */
function guardedBy(table) {
  const stem = table.slice(0, -ending.length);
  const file = ['.ts', '.mjs'].map((end) => stem + end).find((name) => existsSync(root + name));
  if (file === undefined) throw new Error(`${table} stands beside no file of its name`);
  return file;
}

async function rowsOf(table) {
  const { default: rows } = await import(pathToFileURL(path.join(root, table)).href);
  const file = guardedBy(table);
  const folder = path.dirname(file);
  const own = `./${path.basename(table, ending)}`;
  const named = (test) => (test.startsWith('./') ? path.join(folder, test) : test);
  return rows.map(({ tests = [own], ...row }) => ({ ...row, file, tests: tests.map(named) }));
}

const tables = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith(ending))
  .map((name) => path.join('src', name))
  .toSorted();

export const guards = (await Promise.all(tables.map(rowsOf))).flat();
