/** Revalidation in SQLite: one call for any number of sessions, and none of their rows while nothing of theirs has changed. */
import type { AccountId } from '../../identity/ids.ts';
import type { Foothold, Found } from '../revalidate.ts';
import type { Store } from '../store.ts';
import type { Engine } from './engine.ts';
import type { Looks } from './looks.ts';
import { mapped, ownRow, type MappedRow } from './mapped-row.ts';

/** Returns the operation; `looks` is what it reads of accounts and grants. */
export function createRevalidate(engine: Engine, looks: Looks): Store['revalidate'] {
  const entry = engine.prepare<[string, string], MappedRow>(ownRow);
  const ofAccount = engine.prepare<[string], { revision: number }>(
    'SELECT revision FROM accounts WHERE id = ?',
  );

  function footing({ account, grant, device }: Foothold): Found {
    const { stands, revisions } = looks.look(account, grant);
    const row = entry.get(account, device);
    try {
      return { stands, entry: row && mapped(row), revision: revisions.account };
    } catch {
      return 'unreadable';
    }
  }

  return (footholds) =>
    engine.read(() => {
      const revisions = looks.common();
      const read = new Map<AccountId, number | undefined>();
      /** Of an account; undefined for one that is gone. Read once, however many sessions it has. */
      function revisionOf(account: AccountId): number | undefined {
        if (!read.has(account)) read.set(account, ofAccount.get(account)?.revision);
        return read.get(account);
      }
      const isUnchanged = ({ account, revisions: before }: Foothold): boolean =>
        // Where nothing at all has changed, nobody is looked up.
        before.all === revisions.all || revisionOf(account) === before.account;
      const findOne = (one: Foothold): Found => (isUnchanged(one) ? 'unchanged' : footing(one));
      return { revisions, found: footholds.map(findOne) };
    });
}
