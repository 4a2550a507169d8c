/**
 * The storage port: named operations, no SQL and no table outside this room.
 *
 * Every operation rejects with Failure `storage-down` if the store cannot be asked, and with `conflict` if
 * its arguments contradict a row: an id that is taken, a second owner, an account or camera that is gone. A
 * refused operation leaves nothing behind; one that resolved is durable.
 */
import type { AccountId, GrantId } from '../identity/ids.ts';
import type { AccountStore } from './accounts.ts';
import type { Bridges } from './bridges.ts';
import type { CanaryStore } from './canaries.ts';
import type { DeviceMap } from './device-map.ts';
import type { GrantStore } from './grants.ts';
import type { History } from './history.ts';
import type { OriginStore } from './origins.ts';
import type { PinStore } from './pins.ts';
import type { PlaceStore } from './places.ts';
import type { Revisions } from './revisions.ts';
import type { Foothold, Revalidated } from './revalidate.ts';
import type { SerialStore } from './serials.ts';
import type { SealedValueStore } from './sealed-values.ts';
import type { RestoreStore } from './restores.ts';
import type { SuspensionStore } from './suspensions.ts';

/** One look at the store. */
export interface Look {
  /** See `standing`. */
  readonly stands: boolean;
  readonly revisions: Revisions;
}

export interface Store {
  readonly accounts: AccountStore;
  readonly map: DeviceMap;
  readonly grants: GrantStore;
  readonly suspensions: SuspensionStore;
  readonly pins: PinStore;
  readonly places: PlaceStore;
  readonly origins: OriginStore;
  readonly serials: SerialStore;
  readonly history: History;
  readonly sealed: SealedValueStore;
  readonly restores: RestoreStore;
  readonly canaries: CanaryStore;
  /** Absent where one bridge at most works on the store, which a file says: see data-folder.ts. */
  readonly bridges?: Bridges;
  /** Whether the account exists and is confirmed and, if a grant is named, that grant is its own and active. */
  standing(account: AccountId, grant: GrantId | undefined): Promise<boolean>;
  /** Returns `standing` and the revisions in one look: what the door asks for every request. */
  look(account: AccountId, grant: GrantId | undefined): Promise<Look>;
  /** Returns `Revisions.all`. */
  revision(): Promise<number>;
  /**
   * Returns what is found of each of these, and of which revision that is, in one question however many they are.
   * A row that does not open is told of those alone that rest on it.
   */
  revalidate(footholds: readonly Foothold[]): Promise<Revalidated>;
  close(): Promise<void>;
}
