/** Accounts and sign-ins in PostgreSQL. */
import { skeletonOf } from '../../identity/email.ts';
import { AccountId } from '../../identity/ids.ts';
import { type AccountRecord, type AccountStore, maxSignIns } from '../accounts.ts';
import type { Engine } from './engine.ts';

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password_hash: string;
  readonly created_at: number;
  readonly unconfirmed: boolean;
}

interface ListedRow extends AccountRow {
  readonly entries: number;
  readonly grants: number;
}

const record = (row: AccountRow): AccountRecord => ({
  id: AccountId(row.id),
  name: row.name,
  email: row.email,
  passwordHash: row.password_hash,
  createdAt: row.created_at,
  ...(row.unconfirmed && { unconfirmed: true }),
});

/** `now` and `reached` as in sqlite/accounts.ts. */
export function createAccounts(
  engine: Engine,
  now: () => number,
  reached: () => number,
): AccountStore {
  async function one(name: string, given: string): Promise<AccountRecord | undefined> {
    const row = await engine.row<AccountRow>(name, given);
    return row && record(row);
  }
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
    byId: (id) => one('account_by_id', id),
    byEmail: (email) => one('account_by_email', email),
    alike: (email) => one('account_alike', skeletonOf(email)),
    byIds: async (ids) =>
      (await engine.rows<AccountRow>('accounts_by_ids', JSON.stringify(ids))).map(record),
    page: async ({ after, most }) => {
      const { createdAt = Number.MIN_SAFE_INTEGER, id = '' } = after ?? {};
      const rows = await engine.rows<ListedRow>('account_page', createdAt, id, most);
      return rows.map((row) => ({
        account: record(row),
        entries: row.entries,
        grants: row.grants,
      }));
    },
    any: () => engine.value('account_any'),
    setPassword: (id, passwordHash) =>
      engine.value('account_set_password', id, passwordHash, now()),
    remove: (id) => engine.value('account_remove', id),
    confirm: (id) => engine.value('account_confirm', id),
    confirmSome: async (most) =>
      (await engine.rows<AccountRow>('accounts_confirm_some', most)).map(record),
    countUnconfirmed: () => engine.value('account_count_unconfirmed'),
    addSignIn: (hash, { account, expiresAt }) =>
      engine.value('sign_in_add', account, hash, expiresAt, Math.min(now(), reached()), maxSignIns),
    async signIn(hash) {
      const row = await engine.row<{ account: string; expires_at: number }>('sign_in', hash);
      return row && { account: AccountId(row.account), expiresAt: row.expires_at };
    },
    removeSignIn: (hash) => engine.value('sign_in_remove', hash),
  };
}
