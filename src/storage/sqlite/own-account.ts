/** An account itself, and its sign-ins, in SQLite. */
import { Failure } from '../../common/failures.ts';
import { maxSignIns } from '../accounts.ts';
import type { OwnOperations } from '../bound-tenant.ts';
import { accountColumns, accountRecord, type AccountRow } from './account-row.ts';
import type { Engine } from './engine.ts';

/**
 * `now`: milliseconds since 1970; written down as the time of a revocation. `reached`: the time that has
 * certainly come; old sign-ins are removed by the earlier of both.
 */
export function createOwnAccount(
  engine: Engine,
  now: () => number,
  reached: () => number,
): Pick<OwnOperations, 'record' | 'addSignIn' | 'setPassword' | 'remove'> {
  const byId = engine.prepare<[string], AccountRow>(
    `SELECT ${accountColumns} FROM accounts WHERE id = ?`,
  );
  const insertSignIn = engine.prepare<[string, string, number]>(
    'INSERT INTO sign_ins (hash, account, expires_at) VALUES (?, ?, ?)',
  );
  const sweepSignIns = engine.prepare<[number]>('DELETE FROM sign_ins WHERE expires_at <= ?');
  const sweepOfAccount = engine.prepare<[string, string, number]>(
    `DELETE FROM sign_ins WHERE account = ? AND hash NOT IN (
       SELECT hash FROM sign_ins WHERE account = ? ORDER BY expires_at DESC, rowid DESC LIMIT ?)`,
  );
  const updatePassword = engine.prepare<[string, string]>(
    'UPDATE accounts SET password_hash = ? WHERE id = ?',
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

  return {
    record: (account) =>
      engine.read(() => {
        const row = byId.get(account);
        return row && accountRecord(row);
      }),
    addSignIn: (account, hash, expiresAt) =>
      engine.write(() => {
        sweepSignIns.run(Math.min(now(), reached()));
        insertSignIn.run(hash, account, expiresAt);
        sweepOfAccount.run(account, account, maxSignIns);
      }),
    setPassword: (account, passwordHash) =>
      engine.write(() => {
        if (updatePassword.run(passwordHash, account).changes === 0) {
          throw new Failure('not-found', 'no such account');
        }
        endSignIns.run(account);
        revokeGrants.run(now(), account);
      }),
    remove: (account) =>
      engine.write(() => {
        removeOwned.run(account);
        return remove.run(account).changes > 0;
      }),
  };
}
