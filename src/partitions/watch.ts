/**
 * The watch: looks several times a second whether the store has changed and, where it has, asks
 * anew whether each running session still stands. It sees what other processes change too (the
 * command line beside a running bridge). When the store does not answer, leases run out.
 */
import type { Store } from '../storage/store.ts';
import type { Sessions } from './sessions.ts';
import { standsNow } from './standing.ts';

const everyMs = 200;

export interface Watch {
  /** Looks now; resolves when every session has been asked. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** Starts watching. `clock` is monotonic milliseconds. */
export function createWatch(store: Store, sessions: Sessions, clock: () => number): Watch {
  let looking: Promise<void> | undefined;

  async function pass(): Promise<void> {
    const lookedAt = clock();
    try {
      // Read before the sessions are asked: a change in between is seen by the next pass.
      const revision = await store.revision();
      for (const session of sessions.all()) {
        if (session.revision !== revision) {
          if (!(await standsNow(store, session))) session.end('revoked');
          session.revision = revision;
        }
        session.lease(lookedAt);
      }
    } catch {
      // The store is down. Saying so is readiness' task; here silence is the safe answer: no lease
      // is extended, and `expire` below ends those that ran out.
    }
    for (const session of sessions.all()) session.expire();
  }

  /** A look asked for while one is under way could miss the latest change: it gets its own pass. */
  function look(): Promise<void> {
    const next = (looking ?? Promise.resolve()).then(pass);
    looking = next;
    void next.finally(() => {
      if (looking === next) looking = undefined;
    });
    return next;
  }

  const timer = setInterval(() => {
    if (looking === undefined && sessions.size > 0) void look();
  }, everyMs);

  return {
    look,
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}
