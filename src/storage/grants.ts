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
  /** Ends every grant of a client, or only those whose code went to `redirectUri`; returns how many. */
  revokeClient(client: string, redirectUri?: string): Promise<number>;
}
