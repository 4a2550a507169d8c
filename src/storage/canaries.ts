/**
 * Accounts and cameras of the tripwire's canaries, which a bridge settles and removes itself: all other accounts and
 * cameras are added and removed by commands alone.
 */
import type { AccountId } from '../identity/ids.ts';
import type { AccountRecord } from './accounts.ts';
import type { DeviceMap } from './device-map.ts';
import type { PinStore } from './pins.ts';

/** What their e-mail addresses end with; no mail ever reaches it (RFC 2606). */
export const canaryDomain = 'tripwire.invalid';

/** Every operation changes what is a canary's, and nothing else: Failure `not-found` if it is not. */
export interface CanaryStore {
  /** @throws Failure as AccountStore.add; `bad-request` if the address is not of their domain. */
  add(account: AccountRecord): Promise<void>;
  /** Removes an account with its cameras, and the history of it. Returns false if there was none. */
  remove(account: AccountId): Promise<boolean>;
  /** As DeviceMap's. @throws Failure `bad-request` if it would take over another row's place. */
  readonly addCamera: DeviceMap['addCamera'];
  readonly setSources: DeviceMap['setSources'];
  readonly unpin: PinStore['unpin'];
}
