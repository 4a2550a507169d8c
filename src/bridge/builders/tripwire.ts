/** Builds the tripwire, if one is wanted. */
import { removeCanaries } from '../../tripwire/settled-canary.ts';
import type { Guard } from '../../tripwire/guard.ts';
import { createTripwire } from '../../tripwire/tripwire.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createCanaryRegister } from '../../wall/operator/canary-register.ts';
import type { Metrics } from '../metrics.ts';
import type { BuildContext } from './context.ts';
import type { BridgeStorage } from './storage.ts';
import type { Wall } from './wall.ts';

export interface BridgeTripwire {
  /** Asked by everything that delivers; undefined if there is no tripwire. */
  readonly guard: Guard | undefined;
  /**
   * Begins to patrol; without a tripwire it removes the canaries of earlier. Call it once the bridge listens:
   * a second bridge on this store, started by mistake, does not get that far.
   */
  start(): Promise<void>;
}

export interface BridgeTripwireParts {
  readonly storage: Pick<BridgeStorage, 'store' | 'keys'>;
  readonly wall: Wall;
  readonly metrics: Pick<Metrics, 'trip' | 'round'>;
  /** The public front door. */
  readonly origin: string;
}

/** Builds a tripwire whose inner half works from now on. */
export function buildTripwire(context: BuildContext, parts: BridgeTripwireParts): BridgeTripwire {
  const { config, log, now, resolveHost, closers } = context;
  const { storage, wall, metrics, origin } = parts;
  const { store } = storage;
  const { on: isWanted, intervalMs } = config.tripwire;
  if (!isWanted) return Object.freeze({ guard: undefined, start: () => removeCanaries(store) });
  const { outlet, emergencyStop } = wall;
  const tripwire = createTripwire({
    store,
    ring: storage.keys.ring,
    register: createCanaryRegister(store, storage.keys.ring, resolveHost, streamForm),
    partitions: wall.partitions,
    accessTokens: wall.accessTokens,
    tickets: wall.tickets,
    origin,
    protocols: config.protocols.usual,
    intervalMs,
    reportTrip: (reason) => outlet.trip(reason),
    emergencyStop: (reason) => emergencyStop.trigger({ reason }),
    suspended: async () => (await emergencyStop.written()) !== undefined,
    count: {
      trip: () => metrics.trip(),
      round: (failed) => metrics.round(failed),
    },
    log,
    now,
  });
  return Object.freeze({
    guard: tripwire.guard,
    start() {
      closers.push(() => tripwire.close());
      return tripwire.start();
    },
  });
}
