/** Who somebody is, in PostgreSQL. */
import { AccountId } from '../../identity/ids.ts';
import type { Directory } from '../directory.ts';
import { accountRecord, type AccountRow } from './account-row.ts';
import type { Engine } from './engine.ts';
import { codeRecord, type CodeRow, grantRecord, type GrantRow } from './grant-row.ts';

/** Returns the directory of that database. */
export function createDirectory(engine: Engine): Directory {
  return {
    async byEmail(email) {
      const row = await engine.row<AccountRow>('account_by_email', email);
      return row && accountRecord(row);
    },
    async signIn(hash) {
      const row = await engine.row<{ account: string; expires_at: number }>('sign_in', hash);
      return row && { account: AccountId(row.account), expiresAt: row.expires_at };
    },
    removeSignIn: (hash) => engine.value('sign_in_remove', hash),
    async code(hash) {
      const row = await engine.row<CodeRow>('code', hash);
      return row && codeRecord(row);
    },
    async spendCode(hash) {
      const row = await engine.row<CodeRow>('code_spend', hash);
      if (row === undefined) return { outcome: 'unknown' };
      return { outcome: row.spent ? 'replayed' : 'spent', code: codeRecord(row) };
    },
    async byRefreshToken(hash) {
      const row = await engine.row<GrantRow>('grant_of_refresh_token', hash);
      return row && grantRecord(row);
    },
  };
}
