/** What operators ask of accounts, in PostgreSQL. */
import { skeletonOf } from '../../identity/email.ts';
import type { AccountStore } from '../accounts.ts';
import { accountRecord, type AccountRow } from './account-row.ts';
import type { Engine } from './engine.ts';

interface ListedRow extends AccountRow {
  readonly entries: number;
  readonly grants: number;
}

/** Returns the store of accounts in that database. */
export function createAccounts(engine: Engine): AccountStore {
  const all = async (name: string, given: string | number) =>
    (await engine.rows<AccountRow>(name, given)).map(accountRecord);
  return {
    add: async (
      { id, name, email, passwordHash, createdAt },
      { lookAlike } = { lookAlike: false },
    ) =>
      engine.value(
        'account_add',
        id,
        name,
        email,
        skeletonOf(email),
        passwordHash,
        createdAt,
        lookAlike,
      ),
    alike: async (email) => (await all('account_alike', skeletonOf(email)))[0],
    byIds: (ids) => all('accounts_by_ids', JSON.stringify(ids)),
    page: async ({ after, most }) => {
      const { createdAt = Number.MIN_SAFE_INTEGER, id = '' } = after ?? {};
      const rows = await engine.rows<ListedRow>('account_page', createdAt, id, most);
      return rows.map((row) => ({
        account: accountRecord(row),
        entries: row.entries,
        grants: row.grants,
      }));
    },
    any: () => engine.value('account_any'),
    confirm: (id) => engine.value('account_confirm', id),
    confirmSome: (most) => all('accounts_confirm_some', most),
    countUnconfirmed: () => engine.value('account_count_unconfirmed'),
  };
}
