/** Told when the last look before delivery found bytes of another camera. */
import type { AccountId, DeviceId, GrantId, SessionId } from '../identity/ids.ts';
import type { Stamp } from './stamp.ts';

export interface ForeignStamp {
  readonly account: AccountId;
  readonly grant: GrantId | undefined;
  readonly session: SessionId;
  readonly device: DeviceId;
  readonly expected: Stamp;
  readonly found: Stamp;
}

/** Tells whoever watches over the bridge. Must not throw. */
export type Alarm = (event: ForeignStamp) => void;
