/**
 * Defects of the kind that leaked elsewhere, each with the scenario of `casement prove` that must find it,
 * collected: those of `partitions.ts` stand in `partitions.mutants.mjs` beside it. `changes` are made in a
 * copy of the source, in that file if none is named; every `find` must occur exactly once there.
 *
 * If one layer alone does not let a picture through to the wrong home, the layer behind it is taken away as
 * well: `off` names it for the table, `without` for people. `as` is what it must be found as: another find
 * does not count. This shows that the scenario sees the leak, not that one mistake is enough for it.
 */
import { layersOff } from './layers-off.mjs';
import { fileNamed, rowsBeside } from './row-tables.mjs';

const rows = await rowsBeside('.mutants.mjs');

export const mutants = rows.map(({ file: own, off = [], changes, ...row }) => {
  const all = [...changes, ...off.flatMap((name) => layersOff[name])];
  const placed = ({ file, ...change }) => ({
    ...change,
    file: file === undefined ? own : fileNamed(file),
  });
  return { ...row, changes: all.map(placed) };
});
