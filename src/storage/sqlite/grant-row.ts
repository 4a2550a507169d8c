/** A row of a grant, and the record made of it. */
import { AccountId, GrantId } from '../../identity/ids.ts';
import type { GrantRecord } from '../grants.ts';

export interface GrantRow {
  readonly id: string;
  readonly account: string;
  readonly client: string;
  readonly scope: string;
  readonly created_at: number;
}

/** The columns of GrantRow, for `grants g`. */
export const grantColumns = 'g.id, g.account, g.client, g.scope, g.created_at';

/** Returns the record. @throws Failure `bad-request` if an id in the row has another form */
export const grantRecord = (row: GrantRow): GrantRecord => ({
  id: GrantId(row.id),
  account: AccountId(row.account),
  client: row.client,
  scope: row.scope,
  createdAt: row.created_at,
});
