/**
 * The watch: asks the store several times a second whether each running session still stands: one question for all
 * of them, for which no row is read while nothing has changed. It sees what other processes change too (the command
 * line beside a running bridge). No look waits for what one camera's record needs. When the store does not answer,
 * leases run out, and the sessions end with them.
 *
 * Where several bridges work on the store, each look also writes this bridge's row (own-row.ts), and so it goes on while
 * no session runs.
 */
import type { LearnAnswers } from './answered.ts';
import { Failure } from '../../common/failures.ts';
import type { BridgeLook } from '../../storage/bridges.ts';
import { momentOf, type LeaseTerms, type Moment } from './lease.ts';
import type { OwnRow } from './own-row.ts';
import type { LiveSession } from './session.ts';
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
  readonly sessions: Sessions;
  readonly validity: Pick<Validity, 'ofAll'>;
  readonly learn: LearnAnswers;
  readonly lease: LeaseTerms;
  /** Absent where no other bridge may be on the store. */
  readonly row?: OwnRow;
}

/** Starts watching. */
export function createWatch(parts: WatchParts): Watch {
  const { sessions, validity, learn, lease, row } = parts;
  /** The pass that is under way, and the next one if somebody waits for it. */
  let looking: Promise<number | undefined> | undefined;
  let queued: Promise<number | undefined> | undefined;
  /** The sessions for which what answers is being learnt. */
  const learning = new Map<LiveSession, Promise<void>>();

  /**
   * Learns what could not be learnt when it was bound. Without it, nothing goes on being shown: the next look extends
   * the lease.
   */
  async function learnOf(session: LiveSession): Promise<void> {
    try {
      await learn(session);
    } catch (error) {
      // While the store is down it is silent; what is wrong with its own rows ends it.
      if (!(error instanceof Failure && error.code === 'storage-down')) session.end('unverifiable');
    }
  }

  /** Nobody waits for it: other sessions are looked after meanwhile. */
  function beginToLearn(session: LiveSession): void {
    if (session.ended || !session.outdated || learning.has(session)) return;
    learning.set(
      session,
      learnOf(session).finally(() => learning.delete(session)),
    );
  }

  function expireAll(): void {
    for (const session of sessions.all()) session.expire();
  }

  /** Says in the bridge's row what was acted on. Nothing that a session may show rests on less by then. */
  function say(
    own: OwnRow,
    looked: BridgeLook,
    answered: ReadonlySet<LiveSession>,
    lookedAt: Moment,
  ): void {
    if (own.isNews(looked)) {
      for (const session of sessions.all()) if (!answered.has(session)) session.lookAnew();
    }
    void own.acted(looked, lookedAt);
  }

  async function pass(): Promise<number | undefined> {
    const lookedAt = momentOf(lease);
    const running = Array.from(sessions.all());
    let reached: number | undefined;
    try {
      let looked: BridgeLook | undefined;
      const ask = row && (async (of: readonly LiveSession[]) => (looked = await row.look(of)));
      const { revision, each } = await validity.ofAll(running, ask);
      const answered = new Set<LiveSession>();
      for (const [at, session] of running.entries()) {
        const verdict = each[at];
        if (verdict === undefined) continue;
        answered.add(session);
        const { reason, revisions } = verdict;
        if (reason !== undefined) session.end(reason);
        if (!session.ended) session.revisions = revisions;
        session.lease(lookedAt);
      }
      if (row !== undefined && looked !== undefined) say(row, looked, answered, lookedAt);
      reached = revision;
      for (const session of running) beginToLearn(session);
    } catch {
      // The store is down. Readiness reports that; silence is the safe answer here: no lease is extended, and
      // those that ran out end.
    }
    expireAll();
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

  /** Nobody waits for a store that does not answer. What it has answered while this process stood still counts first. */
  function expireUnanswered(): void {
    const unanswered = looking;
    setImmediate(() => {
      if (looking === unanswered) expireAll();
    });
  }

  const timer = setInterval(() => {
    if (looking !== undefined) expireUnanswered();
    else if (sessions.size > 0 || row !== undefined) void look();
  }, intervalMs);
  if (row !== undefined) void look();

  return {
    look,
    async close() {
      clearInterval(timer);
      await (queued ?? looking);
      await Promise.all(learning.values());
    },
  };
}
