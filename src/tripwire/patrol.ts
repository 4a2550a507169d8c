/** The patrol: a round every so often, while the wire is set and delivery is not suspended. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Wire } from './trip.ts';
import { Foreign, NoMedia, NoPicture } from './verdict.ts';
import { wordsOf } from './words-of.ts';

/** The part of a round that failed; if that is only `webrtc`, all else was done. */
export interface RoundFailure {
  readonly at: 'front door' | 'webrtc';
  readonly why: string;
}

export interface PatrolParts {
  readonly wire: Wire;
  /** Makes one round. */
  readonly round: () => Promise<void>;
  /** Whether all delivery is suspended: nothing can be asked for then. */
  readonly suspended: () => Promise<boolean>;
  readonly intervalMs: number;
  /** Every question of a round has a time limit of its own; after this time, in milliseconds, the round is stuck. */
  readonly longestMs: number;
  /** Called for every round, with what kept it from being made. Must not throw. */
  readonly onRound: (failure: RoundFailure | undefined) => void;
}

export interface Patrol {
  /** Resolves when the round under way has ended. */
  close(): Promise<void>;
}

/** Begins with a round at once. `closing` ends it. */
export function startPatrol(parts: PatrolParts, closing: AbortSignal): Patrol {
  const { wire, round, suspended, intervalMs, longestMs, onRound } = parts;

  /** A stuck round must not be the last one; what it finds later still counts. */
  async function makeRound(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const stuck = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new NoPicture('the round does not end')), longestMs);
    });
    const made = round();
    made.catch((error: unknown) => {
      if (error instanceof Foreign) wire.trip(error.reason);
    });
    try {
      await Promise.race([made, stuck]);
    } finally {
      clearTimeout(timer);
    }
  }

  async function go(): Promise<void> {
    try {
      if (wire.tripped || (await suspended())) return;
      await makeRound();
      onRound(undefined);
    } catch (error) {
      if (closing.aborted) return;
      // The wire has tripped by now, and the round was made.
      if (error instanceof Foreign) onRound(undefined);
      else if (!wire.tripped && !(await suspended().catch(() => false))) {
        const at = error instanceof NoMedia ? 'webrtc' : 'front door';
        onRound({ at, why: wordsOf(error) });
      }
    }
  }

  async function patrol(): Promise<void> {
    while (!closing.aborted) {
      await go();
      await sleep(intervalMs, undefined, { signal: closing }).catch(() => undefined);
    }
  }

  const walking = patrol();
  return { close: () => walking };
}
