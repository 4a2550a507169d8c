/**
 * All guards, collected. Those of `partitions.ts` stand in `partitions.guards.mjs` beside it. Each says where
 * it stands (`find`, which occurs exactly once), what stands there once it is switched off, and which tests
 * must then fail: of the same name as the file, unless `tests` names others, beside it (`./`) or anywhere in
 * src.
 */
import { posix as path } from 'node:path';
import { rowsBeside } from './row-tables.mjs';

const rows = await rowsBeside('.guards.mjs');

export const guards = rows.map(({ file, tests, ...row }) => {
  const folder = path.dirname(file);
  const own = `./${path.parse(file).name}`;
  const named = (test) => (test.startsWith('./') ? path.join(folder, test) : test);
  return { ...row, file, tests: (tests ?? [own]).map(named) };
});
