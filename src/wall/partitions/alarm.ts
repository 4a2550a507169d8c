/** The alarm: reports that bytes of another camera were found where they must not be. */
import type { AccountId, DeviceId, GrantId, SessionId } from '../../identity/ids.ts';
import type { Stamp } from './stamp.ts';

/** What should have been there, and what was. It is a mistake of the bridge, since nobody else writes stamps. */
export interface Crossing {
  readonly expected: Stamp;
  readonly found: Stamp;
}

/** A crossing that the last check before delivery found. */
export interface ForeignStamp extends Crossing {
  readonly account: AccountId;
  readonly grant: GrantId | undefined;
  readonly session: SessionId;
  readonly device: DeviceId;
}

/** Reports to whoever watches over the bridge. Must not throw. */
export type Alarm = (event: ForeignStamp) => void;
