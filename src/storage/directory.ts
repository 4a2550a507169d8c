/**
 * Who somebody is, by what they show: an e-mail address, a cookie, a code, a token. It names accounts and knows nothing of
 * cameras. What is found goes on as `Store.of` that account.
 */
import type { AccountRecord, SignInRecord } from './accounts.ts';
import type { CodeRecord, GrantRecord, SpentCode } from './grants.ts';

export interface Directory {
  byEmail(email: string): Promise<AccountRecord | undefined>;
  signIn(hash: string): Promise<SignInRecord | undefined>;
  /** Ends the sign-in of a cookie: whoever has it may. */
  removeSignIn(hash: string): Promise<void>;
  /** Returns a code without spending it; an unspent code of a revoked grant is no code any more. */
  code(hash: string): Promise<CodeRecord | undefined>;
  /**
   * Marks a code as spent, exactly once. A second time answers `replayed` (also long after it
   * expired, for as long as its grant is kept): the caller then revokes the grant. An unspent code
   * of a revoked grant is `unknown`.
   */
  spendCode(hash: string): Promise<SpentCode>;
  /** Returns the grant of a refresh token, if that grant is still active. */
  byRefreshToken(hash: string): Promise<GrantRecord | undefined>;
}
