/**
 * The emergency stop: all delivery ends now, in this process, and the suspension is then written
 * down for every other process and for the next start.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../storage/store.ts';
import type { Sessions } from './sessions.ts';
import type { Suspensions } from './suspensions.ts';

const retryMs = 1_000;

export interface HaltParts {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly suspensions: Suspensions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is written down of a stop. */
export interface StopTerms {
  /** The operator's own words. */
  readonly reason?: string;
  /** When it ends by itself, milliseconds since 1970; never, where absent. */
  readonly until?: number;
  /** When it was asked for; when it is written down, where absent. */
  readonly since?: number;
}

export interface Halt {
  /**
   * Stops everything. Resolves once that is durable; until then nothing is delivered all the same,
   * and it is tried once a second. `report` is told of every try that failed. Rejects when the
   * bridge closed before.
   */
  now(terms: StopTerms, report: (error: unknown) => void): Promise<void>;
  /** Gives up on writing. */
  close(): Promise<void>;
}

/** A stop that was not asked for yet. */
export function createHalt({ store, sessions, suspensions, now }: HaltParts): Halt {
  const giveUp = new AbortController();
  let writing: Promise<void> | undefined;

  async function write(terms: StopTerms, report: (error: unknown) => void): Promise<void> {
    for (;;) {
      try {
        await store.suspensions.suspend({ scope: { of: 'all' }, since: now(), ...terms });
        suspensions.release();
        return;
      } catch (error) {
        report(error);
      }
      // Rejects when the bridge closes.
      await sleep(retryMs, undefined, { signal: giveUp.signal });
    }
  }

  return {
    now(terms, report) {
      suspensions.hold();
      for (const session of sessions.all()) session.end('suspended');
      // One at a time: a second one still trying could undo what an operator resumed meanwhile.
      writing ??= write(terms, report).finally(() => (writing = undefined));
      return writing;
    },
    async close() {
      giveUp.abort();
      await writing?.catch(() => undefined);
    },
  };
}
