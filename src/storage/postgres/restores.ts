/** A database that was put back to an earlier state, in PostgreSQL. */
import type { Lineage, RestoreStore } from '../restores.ts';
import type { Engine } from './engine.ts';

interface EndedRow {
  readonly accounts: number;
  readonly sign_ins: number;
  readonly grants: number;
  readonly shares: number;
  readonly take_overs: number;
}

/** `now` is in milliseconds since 1970; `revision` is `Store.revision`. */
export function createRestores(
  engine: Engine,
  now: () => number,
  revision: () => Promise<number>,
): RestoreStore {
  return {
    async distrust(known) {
      const row = await engine.row<EndedRow>('distrust', known, now());
      if (row === undefined) throw new TypeError('a restore said nothing');
      const { accounts, sign_ins: signIns, grants, shares, take_overs: takeOvers } = row;
      return { accounts, signIns, grants, shares, takeOvers, revision: await revision() };
    },
    async lineage() {
      const row = await engine.row<Lineage>('lineage_of');
      if (row === undefined) throw new TypeError('the lineage is missing');
      return { id: row.id, counted: row.counted };
    },
    setCounted: (counted) => engine.value('lineage_set_counted', counted),
  };
}
