/** Reports foreign pictures that were stopped: they are counted and logged, and set off the tripwire. */
import type { Log } from '../common/log.ts';
import type { Guard } from '../tripwire/guard.ts';
import type { Alarm, Crossing } from '../wall/partitions/alarm.ts';
import type { Metrics } from './metrics.ts';

export interface ForeignAlarms {
  /** Called for everything that the last check before delivery stopped. */
  readonly atDelivery: Alarm;
  /** Called for everything that was kept out of a feed or a segment. */
  readonly inside: (event: Crossing) => void;
}

export interface ForeignAlarmsParts {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'foreignStamp' | 'foreignUnit'>;
  /** The tripwire's guard, if there is one. */
  readonly guard: () => Pick<Guard, 'heed'> | undefined;
}

/** Returns the two ways to report one; `guard` is asked for at each report. */
export function createForeignAlarms({ log, metrics, guard }: ForeignAlarmsParts): ForeignAlarms {
  return Object.freeze({
    atDelivery(event) {
      metrics.foreignStamp();
      log.error({ alarm: 'foreign-stamp', ...event }, 'a foreign picture was stopped');
      guard()?.heed(event);
    },
    inside(event) {
      metrics.foreignUnit();
      log.error({ alarm: 'foreign-unit', ...event }, 'a foreign picture was stopped inside');
      guard()?.heed(event);
    },
  } satisfies ForeignAlarms);
}
