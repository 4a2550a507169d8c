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
  /** The store's revision afterwards. */
  readonly revision: number;
}

export interface Lineage {
  /** The same for this database and every copy of it. */
  readonly id: string;
  /** Whether its revision is counted in a file elsewhere. */
  readonly counted: boolean;
}

export interface RestoreStore {
  /**
   * Ends every grant, sign-in, share and take-over under way, and leaves every account unconfirmed, in one
   * transaction. Afterwards the revision is higher than `known`, and higher than it was.
   */
  distrust(known: number): Promise<Ended>;
  lineage(): Promise<Lineage>;
  /** Notes whether the revision is counted elsewhere. Does not change the revision. */
  setCounted(counted: boolean): Promise<void>;
}
