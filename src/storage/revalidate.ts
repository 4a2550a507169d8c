/** One question for all running sessions: whether what each was started on is still there. */
import type { AccountId, DeviceId, GrantId } from '../identity/ids.ts';
import type { MappedDevice } from './device-map.ts';
import type { CommonRevisions, Revisions } from './revisions.ts';

/** What a session rests on, and the store's revisions at which it was last found to be there. */
export interface Foothold {
  readonly account: AccountId;
  /** Undefined for one that rests on the account alone. */
  readonly grant: GrantId | undefined;
  readonly device: DeviceId;
  readonly revisions: Revisions;
}

/** What is there now of one foothold. */
export interface Footing {
  /** See `Tenant.look`. */
  readonly stands: boolean;
  /** The account's entry for the device. */
  readonly entry: MappedDevice | undefined;
  /** `Revisions.account`, read before these. */
  readonly revision: number;
}

/** `unchanged`: the account is still at that revision. `unreadable`: a row that it rests on does not open. */
export type Found = Footing | 'unchanged' | 'unreadable';

export interface Revalidated {
  /** Read before anything else: what is found is of these revisions or of later ones. */
  readonly revisions: CommonRevisions;
  /** In the order in which it was asked. */
  readonly found: readonly Found[];
}
