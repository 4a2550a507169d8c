/** Account linkings at rest. Codes and tokens are kept as hashes only. */
import type { AccountId, GrantId } from '../identity/ids.ts';

export interface GrantRecord {
  readonly id: GrantId;
  readonly account: AccountId;
  readonly client: string;
  readonly scope: string;
  readonly createdAt: number;
}

export interface CodeRecord {
  readonly hash: string;
  readonly grant: GrantId;
  readonly account: AccountId;
  readonly client: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly codeChallenge?: string;
  readonly codeChallengeMethod?: 'S256' | 'plain';
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The result of spending a code. */
export type SpentCode =
  | { readonly outcome: 'spent'; readonly code: CodeRecord }
  | { readonly outcome: 'replayed'; readonly code: CodeRecord }
  | { readonly outcome: 'unknown' };

/** How many active grants an account may have at most. Each home that is linked, at whatever assistant, is one. */
export const maxGrants = 50;

export interface GrantStore {
  /**
   * Adds a grant with its authorization code, in one transaction. The grant is active at once. If the account
   * has too many, the oldest one whose code was never exchanged ends.
   * @throws Failure `too-many` if all codes were exchanged.
   */
  addWithCode(grant: GrantRecord, code: CodeRecord): Promise<void>;
  /** Returns a code without spending it; an unspent code of a revoked grant is no code any more. */
  code(hash: string): Promise<CodeRecord | undefined>;
  /**
   * Marks a code as spent, exactly once. A second time answers `replayed` (also long after it
   * expired, for as long as its grant is kept): the caller then revokes the grant. An unspent code
   * of a revoked grant is `unknown`.
   */
  spendCode(hash: string): Promise<SpentCode>;
  addRefreshToken(hash: string, grant: GrantId): Promise<void>;
  /** Returns the grant of a refresh token, if that grant is still active. */
  byRefreshToken(hash: string): Promise<GrantRecord | undefined>;
  /** Returns an active grant. */
  byId(id: GrantId): Promise<GrantRecord | undefined>;
  /** Returns active grants of an account, oldest first: all, or so many behind the first `from`. */
  of(
    account: AccountId,
    some?: { readonly from: number; readonly most: number },
  ): Promise<readonly GrantRecord[]>;
  /** Returns how many active grants an account has. */
  count(account: AccountId): Promise<number>;
  /** Ends a grant and all that was issued under it. Returns false if it was not active. */
  revoke(id: GrantId): Promise<boolean>;
  /** Ends every grant of an account; returns how many. */
  revokeAll(account: AccountId): Promise<number>;
  /** Ends every grant of a client, or only those whose code went to `redirectUri`; returns how many. */
  revokeClient(client: string, redirectUri?: string): Promise<number>;
}
