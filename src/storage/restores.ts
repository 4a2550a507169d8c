/** What happens to a store that was put back to an earlier state, and how it is known that it was. */

/** What a restore has ended. */
export interface Ended {
  readonly grants: number;
  readonly signIns: number;
  readonly shares: number;
  /** Take-overs that were ordered and had not happened yet. */
  readonly takeOvers: number;
  /** Accounts that wait for `accounts.confirm` from now on. */
  readonly accounts: number;
  /** What is `reached` afterwards. */
  readonly revision: number;
}

export interface Lineage {
  /** The same for this database and every copy of it. */
  readonly id: string;
  /** Whether its revision is counted in a file elsewhere. */
  readonly counted: boolean;
}

/**
 * By at least so much a distrusted database on a server is ahead of everything that was seen of it: of it several data
 * folders keep what they saw.
 */
export const distrustedLeap = 1_000_000_000;

export interface RestoreStore {
  /**
   * Ends every grant, sign-in, share and take-over under way, and leaves every account unconfirmed, in one
   * transaction. Afterwards what is `reached` is higher than `known`, and higher than it was.
   */
  distrust(known: number): Promise<Ended>;
  lineage(): Promise<Lineage>;
  /**
   * Returns how far the store has come, by a number that only committed changes raise, all that take something away
   * among them: a store that says less than it once did has lost some.
   */
  reached(): Promise<number>;
  /** Notes whether the revision is counted elsewhere. Does not change the revision. */
  setCounted(counted: boolean): Promise<void>;
}
