/** Puts the tripwire together: the canaries, the patrol outside, the guard inside, and the alarm. */
import type { AccessTokens } from '../identity/access-token.ts';
import type { KeyRing } from '../identity/keyring.ts';
import type { StreamProtocol, Tickets } from '../identity/ticket.ts';
import type { Log } from '../common/log.ts';
import type { Partitions } from '../wall/partitions/partitions.ts';
import type { Register } from '../wall/operator/register.ts';
import type { Store } from '../storage/store.ts';
import { settleCanaries } from './canaries.ts';
import { openFrontDoor } from './front-door.ts';
import { createGuard, type Guard } from './guard.ts';
import { createCanaryWatermarks } from './canary-watermark.ts';
import { startPatrol, type RoundFailure } from './patrol.ts';
import { createRoundLog } from './round-log.ts';
import { makeRound } from './round.ts';
import { createWire, type TripReason } from './trip.ts';
import { createVerdicts } from './verdict.ts';

export interface TripwireParts {
  readonly store: Store;
  readonly ring: KeyRing;
  readonly register: Pick<Register, 'addCamera' | 'list' | 'setSource'>;
  readonly partitions: Pick<Partitions, 'within'>;
  readonly accessTokens: AccessTokens;
  readonly tickets: Tickets;
  /** The public front door. */
  readonly origin: string;
  readonly protocols: readonly StreamProtocol[];
  readonly intervalMs: number;
  /** Reports a trip outside. Must not throw. */
  readonly reportTrip: (reason: TripReason) => void;
  readonly emergencyStop: (reason: string) => Promise<void>;
  readonly suspended: () => Promise<boolean>;
  readonly count: { trip(): void; round(failed: RoundFailure['at'] | undefined): void };
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Tripwire {
  /** Asked by the feeds and the stills. */
  readonly guard: Guard;
  /** Makes the canaries and begins to patrol. Only one bridge on a store may. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The longest that a round may take, in milliseconds: far more than all its questions need. */
const longestMs = 180_000;

/** Makes a tripwire whose inner half works from now on. */
export function createTripwire(parts: TripwireParts): Tripwire {
  const { ring, origin, reportTrip, emergencyStop, suspended, count, log, now } = parts;
  const closing = new AbortController();
  const watermarks = createCanaryWatermarks(ring, now);
  const closers: (() => Promise<unknown>)[] = [];
  const logRound = createRoundLog(log);

  const wire = createWire({
    emergencyStop,
    suspended,
    onTrip(reason) {
      log.error({ alarm: 'tripwire', reason }, 'the tripwire tripped: all delivery is suspended');
      count.trip();
      reportTrip(reason);
    },
    onReset: () => log.warn('delivery was resumed: the tripwire is set again'),
  });
  const guard = createGuard({ watermarks, trip: (reason) => wire.trip(reason), now });

  function onRound(failure: RoundFailure | undefined): void {
    count.round(failure?.at);
    logRound(failure);
  }

  return {
    guard,
    async start() {
      const { canaries, close } = await settleCanaries({ ...parts, watermarks });
      closers.push(close);
      for (const canary of canaries) guard.know(canary);
      const door = openFrontDoor(origin, closing.signal);
      closers.push(() => door.close());
      const verdicts = createVerdicts(watermarks, now);
      const round = () =>
        makeRound(canaries, { ...parts, door, verdicts, closing: closing.signal });
      const { intervalMs } = parts;
      const patrol = startPatrol(
        { wire, round, suspended, intervalMs, longestMs, onRound },
        closing.signal,
      );
      closers.push(() => patrol.close());
    },
    async close() {
      closing.abort();
      wire.close();
      for (const close of closers.splice(0).toReversed()) await close();
    },
  };
}
