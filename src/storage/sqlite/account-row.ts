/** A row of an account, and the record made of it. */
import { AccountId } from '../../identity/ids.ts';
import type { AccountRecord } from '../accounts.ts';

export interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password_hash: string;
  readonly created_at: number;
  readonly unconfirmed: 0 | 1;
}

/** The columns of AccountRow, for `accounts`. */
export const accountColumns = 'id, name, email, password_hash, created_at, unconfirmed';

/** Returns the record. @throws Failure `bad-request` if the id has another form */
export const accountRecord = (row: AccountRow): AccountRecord => ({
  id: AccountId(row.id),
  name: row.name,
  email: row.email,
  passwordHash: row.password_hash,
  createdAt: row.created_at,
  ...(row.unconfirmed === 1 && { unconfirmed: true }),
});
