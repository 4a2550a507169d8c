/** What operators ask of accounts, in SQLite. */
import { Failure } from '../../common/failures.ts';
import type { AccountStore } from '../accounts.ts';
import { accountColumns, accountRecord, type AccountRow } from './account-row.ts';
import type { Engine } from './engine.ts';

interface ListedRow extends AccountRow {
  readonly entries: number;
  readonly grants: number;
}

/** Returns the store of accounts in that database. */
export function createAccounts(engine: Engine): AccountStore {
  const insert = engine.prepare<[string, string, string, string, number, string]>(
    `INSERT INTO accounts (id, name, email, password_hash, created_at, skeleton)
     VALUES (?, ?, ?, ?, ?, skeleton_of(?))`,
  );
  const alike = engine.prepare<[string], AccountRow>(
    `SELECT ${accountColumns} FROM accounts WHERE skeleton = skeleton_of(?) LIMIT 1`,
  );
  const isTaken = engine.prepare<[string]>('SELECT 1 FROM accounts WHERE email = ?');
  const byIds = engine.prepare<[string], AccountRow>(
    `SELECT ${accountColumns} FROM accounts WHERE id IN (SELECT value FROM json_each(?))`,
  );
  const page = engine.prepare<[number, string, number], ListedRow>(
    `SELECT ${accountColumns},
       (SELECT count(*) FROM entries e WHERE e.account = accounts.id) AS entries,
       (SELECT count(*) FROM grants g WHERE g.account = accounts.id AND g.revoked_at IS NULL)
         AS grants
     FROM accounts WHERE (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?`,
  );
  const any = engine.prepare<[]>('SELECT 1 FROM accounts LIMIT 1');
  const confirm = engine.prepare<[string]>(
    'UPDATE accounts SET unconfirmed = 0 WHERE id = ? AND unconfirmed = 1',
  );
  const waiting = engine.prepare<[number], AccountRow>(
    `SELECT ${accountColumns} FROM accounts WHERE unconfirmed = 1 AND id > '' ORDER BY id LIMIT ?`,
  );
  const countUnconfirmed = engine.prepare<[], { readonly count: number }>(
    'SELECT COUNT(*) AS count FROM accounts WHERE unconfirmed = 1',
  );
  const beginAnew = engine.prepare<[string]>(
    `UPDATE entries SET began = (SELECT value + 1 FROM revision WHERE id = 1)
     WHERE camera IN (SELECT camera FROM entries WHERE account = ? AND role = 'owner')`,
  );

  function confirmOne(id: string): boolean {
    if (confirm.run(id).changes === 0) return false;
    beginAnew.run(id);
    return true;
  }

  return {
    add: ({ id, name, email, passwordHash, createdAt }, { lookAlike } = { lookAlike: false }) =>
      engine.write(() => {
        if (isTaken.get(email) !== undefined) {
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
    alike: (email) =>
      engine.read(() => {
        const row = alike.get(email);
        return row && accountRecord(row);
      }),
    byIds: (ids) => engine.read(() => byIds.all(JSON.stringify(ids)).map(accountRecord)),
    page: ({ after, most }) =>
      engine.read(() =>
        page.all(after?.createdAt ?? Number.MIN_SAFE_INTEGER, after?.id ?? '', most).map((row) => ({
          account: accountRecord(row),
          entries: row.entries,
          grants: row.grants,
        })),
      ),
    any: () => engine.read(() => any.get() !== undefined),
    confirm: (id) => engine.write(() => confirmOne(id)),
    confirmSome: (most) =>
      engine.write(() => {
        const rows = waiting.all(most);
        for (const { id } of rows) confirmOne(id);
        return rows
          .toSorted((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1))
          .map((row) => accountRecord({ ...row, unconfirmed: 0 }));
      }),
    countUnconfirmed: () => engine.read(() => countUnconfirmed.get()?.count ?? 0),
  };
}
