/** Revalidation in SQLite: one call for any number of sessions, and none of their rows while nothing of theirs has changed. */
import type { Foothold, Found } from '../revalidate.ts';
import type { Store } from '../store.ts';
import type { Engine } from './engine.ts';
import type { Looks } from './looks.ts';
import { mapped, ownRow, type MappedRow } from './mapped-row.ts';

/** Returns the operation; `looks` is what it reads of accounts and grants. */
export function createRevalidate(engine: Engine, looks: Looks): Store['revalidate'] {
  const entry = engine.prepare<[string, string], MappedRow>(ownRow);

  function footing({ account, grant, device, revisions: before }: Foothold): Found {
    const { stands, revisions } = looks.look(account, grant);
    const revision = revisions.account;
    // Gone is no revision: one that is not there was never found there.
    if (revision !== 0 && revision === before.account) return 'unchanged';
    const row = entry.get(account, device);
    try {
      return { stands, entry: row && mapped(row), revision };
    } catch {
      return 'unreadable';
    }
  }

  return (footholds) =>
    engine.read(() => {
      const revisions = looks.common();
      // Where nothing at all has changed, nobody is looked up.
      const findOne = (one: Foothold): Found =>
        one.revisions.all === revisions.all ? 'unchanged' : footing(one);
      return { revisions, found: footholds.map(findOne) };
    });
}
