/**
 * The storage port: named operations, no SQL and no table outside this room. It has three doors, by whom is spoken for:
 * `of` one account, `directory` before it is known whose request this is, `operator` for nobody's account. What is asked
 * of the store as a whole stands beside them.
 *
 * Every operation rejects with Failure `storage-down` if the store cannot be asked, and with `conflict` if
 * its arguments contradict a row: an id that is taken, a second owner, an account or camera that is gone. A
 * refused operation leaves nothing behind; one that resolved is durable.
 */
import type { AccountId } from '../identity/ids.ts';
import type { Bridges } from './bridges.ts';
import type { Directory } from './directory.ts';
import type { Operator } from './operator.ts';
import type { Foothold, Revalidated } from './revalidate.ts';
import type { OwnAccount, Tenant } from './tenant.ts';

export interface Store {
  /** Returns what may be asked on behalf of this account; nothing is read for it. */
  of(account: AccountId): Tenant;
  readonly directory: Directory;
  readonly operator: Operator;
  /** Absent where one bridge at most works on the store, which a file says: see data-folder.ts. */
  readonly bridges?: Bridges;
  /** Returns `Revisions.all`. */
  revision(): Promise<number>;
  /**
   * Returns what is found of each of these, and of which revision that is, in one question however many they are.
   * A row that does not open is told of those alone that rest on it.
   */
  revalidate(footholds: readonly Foothold[]): Promise<Revalidated>;
  close(): Promise<void>;
}

/** A store of which nothing may be asked of anybody's cameras: what linking and signing in need. */
export interface LinkingStore {
  of(account: AccountId): OwnAccount;
  readonly directory: Directory;
}

/** A store of which the operator's operations on these subjects may be asked, and no others. */
export interface OperatorStore<Subject extends keyof Operator> {
  readonly operator: Pick<Operator, Subject>;
}
