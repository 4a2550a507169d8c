/** A row of an account, as functions return it, and the record made of it. */
import { AccountId } from '../../identity/ids.ts';
import type { AccountRecord } from '../accounts.ts';

export interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password_hash: string;
  readonly created_at: number;
  readonly unconfirmed: boolean;
}

/** Returns the record. @throws Failure `bad-request` if the id has another form */
export const accountRecord = (row: AccountRow): AccountRecord => ({
  id: AccountId(row.id),
  name: row.name,
  email: row.email,
  passwordHash: row.password_hash,
  createdAt: row.created_at,
  ...(row.unconfirmed && { unconfirmed: true }),
});
