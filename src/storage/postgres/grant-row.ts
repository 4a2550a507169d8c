/** Rows of a grant and of a code, as functions return them, and the records made of them. */
import { AccountId, GrantId } from '../../identity/ids.ts';
import type { CodeRecord, GrantRecord } from '../grants.ts';

export interface GrantRow {
  readonly id: string;
  readonly account: string;
  readonly client: string;
  readonly scope: string;
  readonly created_at: number;
}
export interface CodeRow {
  readonly hash: string;
  readonly grant_id: string;
  readonly account: string;
  readonly client: string;
  readonly scope: string;
  readonly redirect_uri: string;
  readonly code_challenge: string | null;
  readonly code_challenge_method: 'S256' | 'plain' | null;
  readonly expires_at: number;
  readonly spent: boolean;
}

/** Returns the record. @throws Failure `bad-request` if an id in the row has another form */
export const grantRecord = (row: GrantRow): GrantRecord => ({
  id: GrantId(row.id),
  account: AccountId(row.account),
  client: row.client,
  scope: row.scope,
  createdAt: row.created_at,
});

/** Returns the record. @throws Failure `bad-request` if an id in the row has another form */
export const codeRecord = (row: CodeRow): CodeRecord => ({
  hash: row.hash,
  grant: GrantId(row.grant_id),
  account: AccountId(row.account),
  client: row.client,
  redirectUri: row.redirect_uri,
  scope: row.scope,
  ...(row.code_challenge !== null && { codeChallenge: row.code_challenge }),
  ...(row.code_challenge_method !== null && { codeChallengeMethod: row.code_challenge_method }),
  expiresAt: row.expires_at,
});
