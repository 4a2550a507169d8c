/** Whether what a session was started on is still true: the question behind every lease. */
import type { MappedDevice } from '../../storage/device-map.ts';
import type { Store } from '../../storage/store.ts';
import type { SessionEnd } from './partition.ts';
import type { LiveSession } from './session.ts';
import { sameStamp, type Stamp } from './stamp.ts';
import type { Suspensions } from './suspensions.ts';

/** Returns the stamp that the map gives to a device now. */
export function stampOf(entry: MappedDevice): Stamp {
  return Object.freeze({ camera: entry.camera, epoch: entry.epoch });
}

/** Whether a session still stands, and if not, why it has to end. */
export interface Validity {
  /** Returns undefined while it stands. Rejects if that cannot be asked. */
  reasonToEnd(session: LiveSession): Promise<SessionEnd | undefined>;
}

/**
 * Reads from the store, never from an account's cache, and checks that the account exists, the grant is
 * active, the device is still the account's and leads to the same camera in the same ownership, it is opened
 * from the same address by the same pin, its owner is confirmed, and the operator has suspended none of it.
 */
export function createValidity(store: Store, suspensions: Suspensions): Validity {
  return {
    async reasonToEnd(session) {
      const { stands, revision } = await store.look(session.account, session.grant);
      if (!stands) return 'revoked';
      const entry = await store.map.entry(session.account, session.device);
      if (entry === undefined || !sameStamp(stampOf(entry), session.stamp)) return 'revoked';
      if (entry.opening !== session.opening) return 'reopened';
      if (entry.unconfirmed) return 'suspended';
      const held = await suspensions.at(revision);
      // This includes one that came and went between two looks: pictures filmed meanwhile may be under way.
      return held.forbids(entry) || held.lapsed(entry, session) ? 'suspended' : undefined;
    },
  };
}
