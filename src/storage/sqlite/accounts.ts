/** Accounts and sign-ins in SQLite. */
import { Failure } from '../../common/failures.ts';
import { AccountId } from '../../identity/ids.ts';
import { type AccountRecord, type AccountStore, maxSignIns } from '../accounts.ts';
import type { Engine } from './engine.ts';

interface ListedRow extends AccountRow {
  readonly entries: number;
  readonly grants: number;
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password_hash: string;
  readonly created_at: number;
  readonly unconfirmed: 0 | 1;
}

const record = (row: AccountRow): AccountRecord => ({
  id: AccountId(row.id),
  name: row.name,
  email: row.email,
  passwordHash: row.password_hash,
  createdAt: row.created_at,
  ...(row.unconfirmed === 1 && { unconfirmed: true }),
});

/**
 * `now`: milliseconds since 1970; written down as the time of a revocation. `reached`: the time that has
 * certainly come; old sign-ins are removed by the earlier of both.
 */
export function createAccounts(
  engine: Engine,
  now: () => number,
  reached: () => number,
): AccountStore {
  const columns = 'id, name, email, password_hash, created_at';
  const insert = engine.prepare<[string, string, string, string, number, string]>(
    `INSERT INTO accounts (${columns}, skeleton) VALUES (?, ?, ?, ?, ?, skeleton_of(?))`,
  );
  const alike = engine.prepare<[string], AccountRow>(
    `SELECT ${columns}, unconfirmed FROM accounts WHERE skeleton = skeleton_of(?) LIMIT 1`,
  );
  const byId = engine.prepare<[string], AccountRow>(
    `SELECT ${columns}, unconfirmed FROM accounts WHERE id = ?`,
  );
  const byEmail = engine.prepare<[string], AccountRow>(
    `SELECT ${columns}, unconfirmed FROM accounts WHERE email = ?`,
  );
  const byIds = engine.prepare<[string], AccountRow>(
    `SELECT ${columns}, unconfirmed FROM accounts WHERE id IN (SELECT value FROM json_each(?))`,
  );
  const page = engine.prepare<[number, string, number], ListedRow>(
    `SELECT ${columns}, unconfirmed,
       (SELECT count(*) FROM entries e WHERE e.account = accounts.id) AS entries,
       (SELECT count(*) FROM grants g WHERE g.account = accounts.id AND g.revoked_at IS NULL)
         AS grants
     FROM accounts WHERE (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?`,
  );
  const any = engine.prepare<[]>('SELECT 1 FROM accounts LIMIT 1');
  const updatePassword = engine.prepare<[string, string]>(
    'UPDATE accounts SET password_hash = ? WHERE id = ?',
  );
  const confirm = engine.prepare<[string]>(
    'UPDATE accounts SET unconfirmed = 0 WHERE id = ? AND unconfirmed = 1',
  );
  const waiting = engine.prepare<[number], AccountRow>(
    `SELECT ${columns}, unconfirmed FROM accounts WHERE unconfirmed = 1 AND id > '' ORDER BY id LIMIT ?`,
  );
  const countUnconfirmed = engine.prepare<[], { readonly count: number }>(
    'SELECT COUNT(*) AS count FROM accounts WHERE unconfirmed = 1',
  );
  const beginAnew = engine.prepare<[string]>(
    `UPDATE entries SET began = (SELECT value + 1 FROM revision WHERE id = 1)
     WHERE camera IN (SELECT camera FROM entries WHERE account = ? AND role = 'owner')`,
  );
  const endSignIns = engine.prepare<[string]>('DELETE FROM sign_ins WHERE account = ?');
  const revokeGrants = engine.prepare<[number, string]>(
    'UPDATE grants SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL',
  );
  const removeOwned = engine.prepare<[string]>(
    `DELETE FROM cameras
     WHERE id IN (SELECT camera FROM entries WHERE account = ? AND role = 'owner')`,
  );
  const remove = engine.prepare<[string]>('DELETE FROM accounts WHERE id = ?');
  const insertSignIn = engine.prepare<[string, string, number]>(
    'INSERT INTO sign_ins (hash, account, expires_at) VALUES (?, ?, ?)',
  );
  const sweepSignIns = engine.prepare<[number]>('DELETE FROM sign_ins WHERE expires_at <= ?');
  const sweepOfAccount = engine.prepare<[string, string, number]>(
    `DELETE FROM sign_ins WHERE account = ? AND hash NOT IN (
       SELECT hash FROM sign_ins WHERE account = ? ORDER BY expires_at DESC, rowid DESC LIMIT ?)`,
  );
  const signIn = engine.prepare<[string], { account: string; expires_at: number }>(
    'SELECT account, expires_at FROM sign_ins WHERE hash = ?',
  );
  const removeSignIn = engine.prepare<[string]>('DELETE FROM sign_ins WHERE hash = ?');

  function confirmOne(id: string): boolean {
    if (confirm.run(id).changes === 0) return false;
    beginAnew.run(id);
    return true;
  }

  return {
    add: ({ id, name, email, passwordHash, createdAt }, { lookAlike } = { lookAlike: false }) =>
      engine.write(() => {
        if (byEmail.get(email) !== undefined) {
          throw new Failure('bad-request', 'an account with this e-mail address exists already');
        }
        if (!lookAlike && alike.get(email) !== undefined) {
          throw new Failure(
            'bad-request',
            'this e-mail address looks like that of another account',
          );
        }
        insert.run(id, name, email, passwordHash, createdAt, email);
      }),
    byId: (id) =>
      engine.read(() => {
        const row = byId.get(id);
        return row && record(row);
      }),
    byEmail: (email) =>
      engine.read(() => {
        const row = byEmail.get(email);
        return row && record(row);
      }),
    alike: (email) =>
      engine.read(() => {
        const row = alike.get(email);
        return row && record(row);
      }),
    byIds: (ids) => engine.read(() => byIds.all(JSON.stringify(ids)).map(record)),
    page: ({ after, most }) =>
      engine.read(() =>
        page
          .all(after?.createdAt ?? Number.MIN_SAFE_INTEGER, after?.id ?? '', most)
          .map((row) => ({ account: record(row), entries: row.entries, grants: row.grants })),
      ),
    any: () => engine.read(() => any.get() !== undefined),
    setPassword: (id, passwordHash) =>
      engine.write(() => {
        if (updatePassword.run(passwordHash, id).changes === 0) {
          throw new Failure('not-found', 'no such account');
        }
        endSignIns.run(id);
        revokeGrants.run(now(), id);
      }),
    remove: (id) =>
      engine.write(() => {
        removeOwned.run(id);
        return remove.run(id).changes > 0;
      }),
    confirm: (id) => engine.write(() => confirmOne(id)),
    confirmSome: (most) =>
      engine.write(() => {
        const rows = waiting.all(most);
        for (const { id } of rows) confirmOne(id);
        return rows
          .toSorted((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1))
          .map((row) => record({ ...row, unconfirmed: 0 }));
      }),
    countUnconfirmed: () => engine.read(() => countUnconfirmed.get()?.count ?? 0),
    addSignIn: (hash, { account, expiresAt }) =>
      engine.write(() => {
        sweepSignIns.run(Math.min(now(), reached()));
        insertSignIn.run(hash, account, expiresAt);
        sweepOfAccount.run(account, account, maxSignIns);
      }),
    signIn: (hash) =>
      engine.read(() => {
        const row = signIn.get(hash);
        return row && { account: AccountId(row.account), expiresAt: row.expires_at };
      }),
    removeSignIn: (hash) => engine.write(() => void removeSignIn.run(hash)),
  };
}
