/** Revalidation in SQLite: one call for any number of sessions, and none of their rows while nothing has changed. */
import type { AccountId, GrantId } from '../../identity/ids.ts';
import type { Foothold, Found } from '../revalidate.ts';
import type { Look, Store } from '../store.ts';
import type { Engine } from './engine.ts';
import { mapped, ownRow, type MappedRow } from './mapped-row.ts';

/** What is read within `Engine.read`. */
export interface Reading {
  look(account: AccountId, grant: GrantId | undefined): Look;
  revision(): number;
}

/** Returns the operation; `reading` answers as the store's operations of these names. */
export function createRevalidate(engine: Engine, reading: Reading): Store['revalidate'] {
  const entry = engine.prepare<[string, string], MappedRow>(ownRow);

  function footing({ account, grant, device }: Foothold): Found {
    const { stands } = reading.look(account, grant);
    const row = entry.get(account, device);
    try {
      return { stands, entry: row && mapped(row) };
    } catch {
      return 'unreadable';
    }
  }

  return (footholds) =>
    engine.read(() => {
      const revision = reading.revision();
      const findOne = (one: Foothold): Found =>
        one.revision === revision ? 'unchanged' : footing(one);
      return { revision, found: footholds.map(findOne) };
    });
}
