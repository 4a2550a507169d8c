/** Accounts and their browser sign-ins at rest. */
import type { AccountId } from '../identity/ids.ts';

export interface AccountRecord {
  readonly id: AccountId;
  /** Shown to people, e.g. "Birch". */
  readonly name: string;
  /** As identity/email.ts writes it, or in lower case where it is older; unique. */
  readonly email: string;
  /** argon2id, PHC string. */
  readonly passwordHash: string;
  readonly createdAt: number;
  /** After a restore, until the operator has confirmed it: it may do nothing, and shows nothing. */
  readonly unconfirmed?: true;
}

export interface SignInRecord {
  readonly account: AccountId;
  readonly expiresAt: number;
}

/** How many browsers are signed in to one account at most. */
export const mostSignIns = 50;

export interface AccountStore {
  /**
   * @throws Failure `bad-request` when the e-mail address is taken, or looks like another's (see
   * identity/email.ts), unless `lookAlike` says that this is meant.
   */
  add(account: AccountRecord, how?: { readonly lookAlike: boolean }): Promise<void>;
  byId(id: AccountId): Promise<AccountRecord | undefined>;
  /** An account whose e-mail address looks like this one, or is it. */
  alike(email: string): Promise<AccountRecord | undefined>;
  byEmail(email: string): Promise<AccountRecord | undefined>;
  list(): Promise<readonly AccountRecord[]>;
  /**
   * Changes the password; ends every sign-in and revokes every grant of the account with it.
   * @throws Failure `not-found` when there is no such account.
   */
  setPassword(id: AccountId, passwordHash: string): Promise<void>;
  /**
   * Removes the account with its grants, sign-ins and map entries, in one transaction. Cameras it
   * owns go with it, for everyone they were shared with too. False when there was none.
   */
  remove(id: AccountId): Promise<boolean>;
  /**
   * Believes an account again that a restore left unconfirmed. Nothing filmed before is shown of its
   * cameras. False when it was not unconfirmed.
   */
  confirm(id: AccountId): Promise<boolean>;
  /** How many wait for that. */
  countUnconfirmed(): Promise<number>;
  /**
   * Keeps a browser sign-in under the hash of its cookie. Of an account the `mostSignIns` that last the
   * longest are kept.
   */
  addSignIn(hash: string, signIn: SignInRecord): Promise<void>;
  signIn(hash: string): Promise<SignInRecord | undefined>;
  removeSignIn(hash: string): Promise<void>;
}
