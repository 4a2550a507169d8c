/** Everything a scenario may lay hands on. */
import type { Register } from '../../../wall/operator/register.ts';
import type { Store } from '../../../storage/store.ts';
import type { EngineName } from '../engine.ts';
import type { TcpProxy } from '../proxy/tcp-proxy.ts';
import type { ProvedBridge } from './cast/bridge.ts';
import type { Casement } from './cast/commands.ts';
import type { Fleet, FleetCamera } from './cast/fleet.ts';
import type { Account } from './cast/accounts.ts';
import type { Names } from './cast/names.ts';
import type { Chance } from './chance.ts';
import type { Stage } from './display/stage.ts';
import type { Alarms } from './oracle/alarms.ts';

/** How long media still came on one stream after the right to it had ended. */
export interface Revocation {
  readonly kind: string;
  /** One revocation may end several streams: those have the same number. */
  readonly act: number;
  /** Milliseconds from the operator's answer to the last byte; 0 if it came before. */
  readonly ms: number;
}

export interface World extends Stage {
  readonly fleet: Fleet;
  readonly bridge: ProvedBridge;
  /** Stands between displays and the bridge. */
  readonly front: TcpProxy;
  /** Another connection to the bridge's store, as the commands have. */
  readonly operator: { readonly store: Store; readonly register: Register };
  /** Opens that anew: another database stands there. */
  reopen(): Promise<void>;
  /** Sets the addresses of the run's own host names, for the bridge and for the operator. */
  name(change: Names): void;
  /** The bridge's data folder. */
  readonly folder: string;
  /** Runs a command on it, as an operator does. */
  readonly casement: Casement;
  readonly accounts: Account[];
  readonly revocations: Revocation[];
  /** Judges what the bridge says of cameras. */
  readonly alarms: Alarms;
  /** Which scenario has its turn. */
  readonly turn: () => string;
  /** Aborts when the run is over. */
  readonly over: AbortSignal;
  /** A fault was injected, so often. */
  injected(times?: number): void;
  camera(key: string): FleetCamera;
  /** Removed accounts come back under the same names with `key`; see cast/accounts.ts. */
  readonly passwordHash: string;
}

/** One fault, named, that can be run by itself. */
export interface Scenario {
  readonly name: string;
  /** Its numbers in the list of known faults; empty for the run without any. */
  readonly faults: string;
  readonly says: string;
  /** Why it cannot run on this machine, if so. */
  readonly missing?: (engine: EngineName) => string | undefined;
  /** One turn of some seconds; leaves the world as it found it. */
  readonly turn: (world: World, chance: Chance) => Promise<void>;
}
