/**
 * The emergency stop: all delivery ends now, in this process, and the suspension is then written
 * down for every other process and for the next start.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperatorStore } from '../../storage/store.ts';
import type { Sessions } from './sessions.ts';
import type { Suspensions } from './suspensions.ts';

const retryMs = 1_000;

export interface EmergencyStopParts {
  readonly store: OperatorStore<'suspensions'>;
  readonly sessions: Sessions;
  readonly suspensions: Suspensions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is written down about a stop. */
export interface StopTerms {
  /** The operator's own words. */
  readonly reason?: string;
  /** When it ends by itself, in milliseconds since 1970; absent if never. */
  readonly until?: number;
  /** When it was asked for; if absent, the time at which it is written down. */
  readonly since?: number;
}

export interface EmergencyStop {
  /**
   * Stops everything. Resolves once this stop, or one asked for after it, is durable. Until then nothing is
   * delivered all the same, and writing is tried once a second. `report` gets the error of every attempt that
   * failed. Rejects if the bridge is closed before, or the stop is taken back.
   */
  trigger(terms: StopTerms, report: (error: unknown) => void): Promise<void>;
  /**
   * Takes back a stop that is not written down yet, even if some of it comes to be written meanwhile, and
   * leaves the decision to the store again. Returns its terms, or undefined if all was written down.
   * @throws Failure if the store cannot be written: then the stop goes on.
   */
  takeBack(): Promise<StopTerms | undefined>;
  /** Stops trying to write. */
  close(): Promise<void>;
}

interface Wanted {
  readonly terms: StopTerms;
  readonly report: (error: unknown) => void;
}

/** Makes an emergency stop that was not triggered yet. */
export function createEmergencyStop({
  store: { operator },
  sessions,
  suspensions,
  now,
}: EmergencyStopParts): EmergencyStop {
  const giveUp = new AbortController();
  /** The stop that was asked for last; undefined once it is written down. */
  let wanted: Wanted | undefined;
  let writing: Promise<void> | undefined;
  /** The attempt that is under way. */
  let trying: Promise<void> | undefined;
  let takenBack = false;

  /** Writes until the stop that was asked for last is the one that is written down. */
  async function write(): Promise<void> {
    while (wanted !== undefined) {
      const { terms, report } = wanted;
      try {
        trying = operator.suspensions.suspend({ scope: { of: 'all' }, since: now(), ...terms });
        await trying;
        if (wanted?.terms !== terms) continue;
        wanted = undefined;
        suspensions.release();
      } catch (error) {
        report(error);
        // Rejects when the bridge closes.
        await sleep(retryMs, undefined, { signal: giveUp.signal });
      }
    }
    writing = undefined;
    if (takenBack) throw new Error('the stop was taken back before it was written down');
  }

  const stop: EmergencyStop['trigger'] = (terms, report) => {
    suspensions.hold();
    for (const session of sessions.all()) session.end('suspended');
    // As with any suspension, one of the same scope replaces it, even while that is being written down.
    [wanted, takenBack] = [{ terms, report }, false];
    // One at a time: a second writer could undo what an operator resumed meanwhile.
    writing ??= write();
    return writing;
  };

  return {
    trigger: stop,
    async takeBack() {
      const taken = wanted;
      if (taken === undefined) return undefined;
      // Shows that the store can be written, before anything is given up.
      await operator.suspensions.resume({ of: 'all' });
      if (wanted !== taken) return taken.terms;
      [wanted, takenBack] = [undefined, true];
      await trying?.catch(() => undefined);
      try {
        await operator.suspensions.resume({ of: 'all' });
        if (takenBack) suspensions.release();
        return taken.terms;
      } catch (error) {
        if (takenBack) stop(taken.terms, taken.report).catch(() => undefined);
        throw error;
      }
    },
    async close() {
      giveUp.abort();
      await writing?.catch(() => undefined);
    },
  };
}
