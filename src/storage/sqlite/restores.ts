/** A store that was put back to an earlier state, in SQLite. */
import type { RestoreStore } from '../restores.ts';
import type { Engine } from './engine.ts';

/** `now`: milliseconds since 1970; written down as the time of the revocations. */
export function createRestores(engine: Engine, now: () => number): RestoreStore {
  const distrustAll = engine.prepare<[]>('UPDATE accounts SET unconfirmed = 1');
  const endSignIns = engine.prepare<[]>('DELETE FROM sign_ins');
  const revokeAll = engine.prepare<[number]>(
    'UPDATE grants SET revoked_at = ? WHERE revoked_at IS NULL',
  );
  const endShares = engine.prepare<[]>(`DELETE FROM entries WHERE role <> 'owner'`);
  const forgetWords = engine.prepare<[]>('DELETE FROM take_over_words');
  const raise = engine.prepare<[number], { value: number }>(
    'UPDATE revision SET value = max(value, ?) + 1 WHERE id = 1 RETURNING value',
  );
  const reached = engine.prepare<[], { value: number }>('SELECT value FROM revision WHERE id = 1');
  const lineage = engine.prepare<[], { id: string; counted: 0 | 1 }>(
    'SELECT id, counted FROM lineage WHERE one = 1',
  );
  const setCounted = engine.prepare<[number]>('UPDATE lineage SET counted = ? WHERE one = 1');

  return {
    distrust: (known) =>
      engine.write(() => {
        const accounts = distrustAll.run().changes;
        const signIns = endSignIns.run().changes;
        const grants = revokeAll.run(now()).changes;
        const shares = endShares.run().changes;
        const takeOvers = forgetWords.run().changes;
        const revision = raise.get(known)?.value;
        if (revision === undefined) throw new TypeError('the revision counter is missing');
        return { accounts, signIns, grants, shares, takeOvers, revision };
      }),
    lineage: () =>
      engine.read(() => {
        const row = lineage.get();
        if (row === undefined) throw new TypeError('the lineage is missing');
        return { id: row.id, counted: row.counted === 1 };
      }),
    reached: () => engine.read(() => reached.get()?.value ?? 0),
    setCounted: (counted) => engine.write(() => void setCounted.run(counted ? 1 : 0)),
  };
}
