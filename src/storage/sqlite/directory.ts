/** Who somebody is, in SQLite. */
import { AccountId } from '../../identity/ids.ts';
import type { Directory } from '../directory.ts';
import { accountColumns, accountRecord, type AccountRow } from './account-row.ts';
import { codeColumns, codeRecord, type CodeRow } from './code-row.ts';
import type { Engine } from './engine.ts';
import { grantColumns, grantRecord, type GrantRow } from './grant-row.ts';

/** Returns the directory of that database. */
export function createDirectory(engine: Engine): Directory {
  const byEmail = engine.prepare<[string], AccountRow>(
    `SELECT ${accountColumns} FROM accounts WHERE email = ?`,
  );
  const signIn = engine.prepare<[string], { account: string; expires_at: number }>(
    'SELECT account, expires_at FROM sign_ins WHERE hash = ?',
  );
  const removeSignIn = engine.prepare<[string]>('DELETE FROM sign_ins WHERE hash = ?');
  const code = engine.prepare<[string], CodeRow>(
    `SELECT ${codeColumns} FROM codes c JOIN grants g ON g.id = c.grant_id
     WHERE c.hash = ? AND (c.spent = 1 OR g.revoked_at IS NULL)`,
  );
  const spend = engine.prepare<[string]>('UPDATE codes SET spent = 1 WHERE hash = ?');
  const byToken = engine.prepare<[string], GrantRow>(
    `SELECT ${grantColumns} FROM refresh_tokens t JOIN grants g ON g.id = t.grant_id
     WHERE t.hash = ? AND g.revoked_at IS NULL`,
  );
  return {
    byEmail: (email) =>
      engine.read(() => {
        const row = byEmail.get(email);
        return row && accountRecord(row);
      }),
    signIn: (hash) =>
      engine.read(() => {
        const row = signIn.get(hash);
        return row && { account: AccountId(row.account), expiresAt: row.expires_at };
      }),
    removeSignIn: (hash) => engine.write(() => void removeSignIn.run(hash)),
    code: (hash) =>
      engine.read(() => {
        const row = code.get(hash);
        return row && codeRecord(row);
      }),
    spendCode: (hash) =>
      engine.write(() => {
        const row = code.get(hash);
        if (row === undefined) return { outcome: 'unknown' };
        if (row.spent === 1) return { outcome: 'replayed', code: codeRecord(row) };
        spend.run(hash);
        return { outcome: 'spent', code: codeRecord(row) };
      }),
    byRefreshToken: (hash) =>
      engine.read(() => {
        const row = byToken.get(hash);
        return row && grantRecord(row);
      }),
  };
}
