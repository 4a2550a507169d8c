/** Whether what a session was started on is still so: the question behind every lease. */
import type { MappedDevice } from '../storage/device-map.ts';
import type { Store } from '../storage/store.ts';
import type { LiveSession } from './session.ts';
import { sameStamp, type Stamp } from './stamp.ts';

/** The stamp that the map gives to a device now. */
export function stampOf(entry: MappedDevice): Stamp {
  return Object.freeze({ camera: entry.camera, epoch: entry.epoch });
}

/**
 * Reads from the store, never from a cache: the account exists, the grant is active, the device is
 * still the account's, and it still leads to the same camera in the same ownership.
 */
export async function standsNow(store: Store, session: LiveSession): Promise<boolean> {
  if (!(await store.standing(session.account, session.grant))) return false;
  const entry = await store.map.entry(session.account, session.device);
  return entry !== undefined && sameStamp(stampOf(entry), session.stamp);
}
