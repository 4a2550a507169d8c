/** A row of an authorization code joined with its grant, and the record made of it. */
import { AccountId, GrantId } from '../../identity/ids.ts';
import type { CodeRecord } from '../grants.ts';

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
  readonly spent: 0 | 1;
}

/**
 * The columns of CodeRow, for `codes c` joined with `grants g`. Account, client and scope are the
 * grant's own, so a code can never speak for another account than its grant does.
 */
export const codeColumns =
  'c.hash, c.grant_id, g.account, g.client, g.scope, c.redirect_uri, c.code_challenge, ' +
  'c.code_challenge_method, c.expires_at, c.spent';

/** Returns the record. @throws Failure `bad-request` if an id in the row has another form */
export function codeRecord(row: CodeRow): CodeRecord {
  return {
    hash: row.hash,
    grant: GrantId(row.grant_id),
    account: AccountId(row.account),
    client: row.client,
    redirectUri: row.redirect_uri,
    scope: row.scope,
    ...(row.code_challenge !== null && { codeChallenge: row.code_challenge }),
    ...(row.code_challenge_method !== null && { codeChallengeMethod: row.code_challenge_method }),
    expiresAt: row.expires_at,
  };
}
