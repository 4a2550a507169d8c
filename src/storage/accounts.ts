/** Accounts and their browser sign-ins at rest, and what operators ask of accounts. */
import type { AccountId } from '../identity/ids.ts';
import type { Page } from './page.ts';

export interface AccountRecord {
  readonly id: AccountId;
  /** Shown to people, e.g. "Birch". */
  readonly name: string;
  /** As identity/email.ts writes it, or in lower case if it is older; unique. */
  readonly email: string;
  /** argon2id, PHC string. */
  readonly passwordHash: string;
  readonly createdAt: number;
  /** Set by a restore until the operator has confirmed the account: it may do nothing, and shows nothing. */
  readonly unconfirmed?: true;
}

/** By what accounts are in order: oldest first. */
export type AccountKey = Pick<AccountRecord, 'id' | 'createdAt'>;

/** An account as it is listed. */
export interface ListedAccount {
  readonly account: AccountRecord;
  /** How many cameras it sees, its own and those that are shared with it. */
  readonly entries: number;
  /** How many linkings of it are active. */
  readonly grants: number;
}

export interface SignInRecord {
  readonly account: AccountId;
  readonly expiresAt: number;
}

/** How many browsers may be signed in to one account at most. */
export const maxSignIns = 50;

export interface AccountStore {
  /**
   * @throws Failure `bad-request` if the e-mail address is taken, or looks like another's (see
   * identity/email.ts) and `lookAlike` does not say that this is meant.
   */
  add(account: AccountRecord, how?: { readonly lookAlike: boolean }): Promise<void>;
  /** Returns an account whose e-mail address is this one, or looks like it. */
  alike(email: string): Promise<AccountRecord | undefined>;
  /** Returns those of these accounts that there are, in no order. */
  byIds(ids: readonly AccountId[]): Promise<readonly AccountRecord[]>;
  /** Returns accounts, oldest first, with how much each has. */
  readonly page: (page: Page<AccountKey>) => Promise<readonly ListedAccount[]>;
  /** Whether there is any account. */
  any(): Promise<boolean>;
  /**
   * Confirms an account that a restore left unconfirmed. Nothing filmed before is shown of its cameras.
   * Returns false if it was not unconfirmed.
   */
  confirm(id: AccountId): Promise<boolean>;
  /**
   * Confirms, as `confirm` does, so many of those that wait for it, and returns them, oldest first; none if none waits any
   * more. Each call is one short transaction, however many accounts there are.
   */
  confirmSome(most: number): Promise<readonly AccountRecord[]>;
  /** Returns how many accounts wait to be confirmed. */
  countUnconfirmed(): Promise<number>;
}
