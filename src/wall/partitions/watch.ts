/**
 * The watch: checks several times a second whether the store has changed and, if so, asks anew whether each
 * running session still stands. It sees what other processes change too (the command line beside a running
 * bridge). When the store does not answer, leases run out.
 */
import type { Store } from '../../storage/store.ts';
import type { LearnAnswers } from './answered.ts';
import { Failure } from '../../common/failures.ts';
import type { LiveSession } from './session.ts';
import type { RevisionClock } from './revision-clock.ts';
import type { Sessions } from './sessions.ts';
import type { Validity } from './validity.ts';

const intervalMs = 200;

export interface Watch {
  /**
   * Looks now. Resolves, when every session has been checked, to the revision against which it was; to
   * undefined if the store could not be asked.
   */
  look(): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface WatchParts {
  readonly store: Store;
  readonly revisions: RevisionClock;
  readonly sessions: Sessions;
  readonly validity: Validity;
  readonly learn: LearnAnswers;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

/** Starts watching. */
export function createWatch(parts: WatchParts): Watch {
  const { store, revisions, sessions, validity, learn, clock } = parts;
  /** The pass that is under way, and the next one if somebody waits for it. */
  let looking: Promise<number | undefined> | undefined;
  let queued: Promise<number | undefined> | undefined;

  /** @throws Failure `storage-down`; a fault in one session's own rows ends that session alone. */
  async function ask(session: LiveSession, revision: number, lookedAt: number): Promise<void> {
    try {
      if (session.revision !== revision) {
        const reasonToEnd = await validity.reasonToEnd(session);
        if (reasonToEnd !== undefined) session.end(reasonToEnd);
        session.revision = revision;
      }
      // Learns what could not be learnt when it was bound. Without it, nothing goes on being shown.
      if (session.outdated) await learn(session);
      session.lease(lookedAt);
    } catch (error) {
      if (error instanceof Failure && error.code === 'storage-down') throw error;
      session.end('unverifiable');
    }
  }

  async function pass(): Promise<number | undefined> {
    const lookedAt = clock();
    let reached: number | undefined;
    try {
      // Read before the sessions are asked: a change in between is seen by the next pass.
      const revision = await store.revision();
      revisions.observe(revision);
      for (const session of sessions.all()) {
        // Most times nothing has changed: then thousands of sessions are not awaited one by one.
        if (session.revision === revision && !session.outdated) session.lease(lookedAt);
        else await ask(session, revision, lookedAt);
      }
      reached = revision;
    } catch {
      // The store is down. Readiness reports that; silence is the safe answer here: no lease is extended, and
      // `expire` below ends those that ran out.
    }
    for (const session of sessions.all()) session.expire();
    return reached;
  }

  function begin(): Promise<number | undefined> {
    const begun = pass();
    looking = begun;
    void begun.finally(() => {
      if (looking === begun) looking = undefined;
    });
    return begun;
  }

  /**
   * A look that is asked for while one is under way could miss the latest change: it gets the next pass,
   * together with all others that ask meanwhile.
   */
  function look(): Promise<number | undefined> {
    if (looking === undefined) return begin();
    queued ??= looking.then(() => {
      queued = undefined;
      return looking ?? begin();
    });
    return queued;
  }

  const timer = setInterval(() => {
    if (looking === undefined && sessions.size > 0) void look();
  }, intervalMs);

  return {
    look,
    async close() {
      clearInterval(timer);
      await (queued ?? looking);
    },
  };
}
