/** A database that was put back to an earlier state, in PostgreSQL. */
import { distrustedLeap, type Lineage, type RestoreStore } from '../restores.ts';
import type { Engine } from './engine.ts';

interface EndedRow {
  readonly accounts: number;
  readonly sign_ins: number;
  readonly grants: number;
  readonly shares: number;
  readonly take_overs: number;
}

/** `now` is in milliseconds since 1970. */
export function createRestores(engine: Engine, now: () => number): RestoreStore {
  return {
    async distrust(known) {
      const row = await engine.row<EndedRow>('distrust', known, now());
      if (row === undefined) throw new TypeError('a restore said nothing');
      const { accounts, sign_ins: signIns, grants, shares, take_overs: takeOvers } = row;
      // If this is cut off, the database counts as older still, and after-restore is asked for again.
      const revision = await engine.value<number>('raise_reached', known, distrustedLeap);
      return { accounts, signIns, grants, shares, takeOvers, revision };
    },
    async lineage() {
      const row = await engine.row<Lineage>('lineage_of');
      if (row === undefined) throw new TypeError('the lineage is missing');
      return { id: row.id, counted: row.counted };
    },
    reached: () => engine.value('reached'),
    setCounted: (counted) => engine.value('lineage_set_counted', counted),
  };
}
