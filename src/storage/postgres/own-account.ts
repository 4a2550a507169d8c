/** An account itself, and its sign-ins, in PostgreSQL. */
import { maxSignIns } from '../accounts.ts';
import type { OwnOperations } from '../bound-tenant.ts';
import { accountRecord, type AccountRow } from './account-row.ts';
import type { Engine } from './engine.ts';

/** `now` and `reached` as in sqlite/own-account.ts. */
export function createOwnAccount(
  engine: Engine,
  now: () => number,
  reached: () => number,
): Pick<OwnOperations, 'record' | 'addSignIn' | 'setPassword' | 'remove'> {
  return {
    async record(account) {
      const row = await engine.row<AccountRow>('account_by_id', account);
      return row && accountRecord(row);
    },
    addSignIn: (account, hash, expiresAt) =>
      engine.value('sign_in_add', account, hash, expiresAt, Math.min(now(), reached()), maxSignIns),
    setPassword: (account, passwordHash) =>
      engine.value('account_set_password', account, passwordHash, now()),
    remove: (account) => engine.value('account_remove', account),
  };
}
