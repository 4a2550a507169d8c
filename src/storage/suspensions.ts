/** What an operator has suspended, at rest. Only `wall/partitions/` reads or writes it. */
import type { AccountId, CameraId } from '../identity/ids.ts';

/** What a suspension covers: everything, or what leads to one account, camera or model. */
export type SuspensionScope =
  | { readonly of: 'all' }
  | { readonly of: 'account'; readonly account: AccountId }
  | { readonly of: 'camera'; readonly camera: CameraId }
  | { readonly of: 'model'; readonly model: string };

export interface SuspensionRecord {
  readonly scope: SuspensionScope;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** When it ends by itself, in milliseconds since 1970; absent if never. */
  readonly until?: number;
  /** The operator's own words. */
  readonly reason?: string;
}

/** When a suspension was lifted last, as the store counts. */
export interface Resumption {
  readonly scope: SuspensionScope;
  readonly revision: number;
}

/** A set: each scope is in it once, and lifting one leaves all others as they are. */
export interface SuspensionStore {
  /**
   * Adds a suspension, in place of an earlier one of the same scope. No other is removed for it, even one
   * that is over by now: the clock that says so may be wrong, and there is at most one of each scope.
   * @throws Failure `not-found` if there is no such account or camera.
   */
  suspend(suspension: SuspensionRecord): Promise<void>;
  /** Lifts the one suspension of exactly this scope. Returns false if there was none. */
  resume(scope: SuspensionScope): Promise<boolean>;
  /** Returns all of them, oldest first, including those that are over. */
  list(): Promise<readonly SuspensionRecord[]>;
  /** Returns the last resumption of every scope that was ever suspended. */
  resumptions(): Promise<readonly Resumption[]>;
}
