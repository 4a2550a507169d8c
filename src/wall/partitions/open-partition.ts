/** What an open partition keeps between requests, beside its sessions. All of it can be lost without harm. */
import type { AccountId } from '../../identity/ids.ts';
import type { MappedDevice } from '../../storage/device-map.ts';
import { createAccountCache, type AccountCache } from './account-cache.ts';

export interface OpenPartition {
  readonly account: AccountId;
  readonly cache: AccountCache;
  /** Every device object that was handed out, with the map entry behind it. A foreign object is not in it. */
  readonly minted: WeakMap<object, MappedDevice>;
  /** The reverse: a map entry that is kept needs no second object. */
  readonly devices: WeakMap<MappedDevice, object>;
}

/** Returns an empty one. */
export function newOpenPartition(account: AccountId): OpenPartition {
  return { account, cache: createAccountCache(), minted: new WeakMap(), devices: new WeakMap() };
}
