/** The emergency stop of a running bridge: in this process, in the database, and in a file that every start obeys. */
import type { Log } from '../common/log.ts';
import type { Suspension, Switch } from '../wall/operator/switch.ts';
import type { Partitions, StopTerms } from '../wall/partitions/partitions.ts';
import { keepStop, keptStop, outlasts } from './control/stop-file.ts';

export interface KeptEmergencyStop {
  /** Stops all delivery at once; resolves when that is written down (see `partitions.triggerEmergencyStop`). */
  trigger(terms: StopTerms): Promise<void>;
  /** Returns what the database has of a stop of all delivery, or undefined if it has none. */
  written(): Promise<Suspension | undefined>;
  /** Stops all delivery if the file says so, and the database does not for as long. */
  obeyKept(): Promise<void>;
}

export interface KeptEmergencyStopParts {
  readonly dataDir: string;
  readonly partitions: Pick<Partitions, 'triggerEmergencyStop'>;
  readonly operatorSwitch: Pick<Switch, 'list'>;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The time that has certainly come, in milliseconds since 1970. */
  readonly reached: () => number;
}

/** Returns the stop, which holds nothing back until `trigger` or `obeyKept` is called. */
export function createKeptEmergencyStop(parts: KeptEmergencyStopParts): KeptEmergencyStop {
  const { dataDir, partitions, operatorSwitch, log, now, reached } = parts;

  function trigger(asked: StopTerms): Promise<void> {
    const { since = now(), ...terms } = asked;
    const writing = partitions.triggerEmergencyStop({ since, ...terms }, (error) =>
      log.error({ err: error }, 'delivery is stopped, but that cannot be written down yet'),
    );
    try {
      keepStop(dataDir, { since, terms });
    } catch (error) {
      log.error({ err: error }, 'delivery is stopped, but that could not be kept in a file');
    }
    return writing;
  }

  async function written(): Promise<Suspension | undefined> {
    return (await operatorSwitch.list()).find(({ what }) => what.of === 'all');
  }

  async function obeyKept(): Promise<void> {
    const stopped = await written();
    // A stop that the store has needs no other.
    const kept = keptStop(dataDir, reached());
    if (kept !== undefined && outlasts(kept, stopped)) {
      log.warn(kept.terms, 'all delivery is stopped, as stopped.json says');
      trigger({ ...kept.terms, since: kept.since }).catch(() => undefined);
    }
  }

  return Object.freeze({ trigger, written, obeyKept });
}
