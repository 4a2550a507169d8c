/**
 * What speaks for no account: the operator's commands, the bridge's own jobs, and what a connection to a camera asks of
 * that camera. Lists that may be long come in pages (page.ts).
 */
import type { AccountStore } from './accounts.ts';
import type { CanaryStore } from './canaries.ts';
import type { DeviceMap } from './device-map.ts';
import type { GrantStore } from './grants.ts';
import type { History } from './history.ts';
import type { OriginStore } from './origins.ts';
import type { PinStore } from './pins.ts';
import type { PlaceStore } from './places.ts';
import type { RestoreStore } from './restores.ts';
import type { SealedValueStore } from './sealed-values.ts';
import type { SerialStore } from './serials.ts';
import type { SuspensionStore } from './suspensions.ts';

export interface Operator {
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
}
