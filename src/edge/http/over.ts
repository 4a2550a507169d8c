/**
 * Streams that ended because their display had paused for too long, or because their time was up. A player
 * that comes back gets that as final (410); it would try again and again at a 404.
 */
import { LRUCache } from 'lru-cache';
import type { SessionId } from '../../identity/ids.ts';
import type { Session, SessionEnd } from '../../wall/partitions/partition.ts';

type Ending = Pick<Session<unknown>, 'onEnd'>;

export interface Over {
  /** Remembers how `session` ends. Idempotent. */
  watch(id: SessionId, session: Ending): void;
  /** Whether the display of that session came too late for it. */
  has(id: SessionId): boolean;
}

const tooLate: ReadonlySet<SessionEnd> = new Set(['idle', 'too-long']);

/**
 * Displays that come back do so soon; the others need not be remembered. Each counts as one: for a `max` of
 * them room would be made at once, half a megabyte for a bridge that may remember nobody.
 */
const remembered = { maxSize: 10_000, sizeCalculation: () => 1, ttl: 3_600_000 };

/** Returns a memory of at most 10,000 sessions, each for an hour. */
export function createOver(): Over {
  const watched = new WeakSet<Ending>();
  const over = new LRUCache<SessionId, true>(remembered);
  return {
    watch(id, session) {
      if (watched.has(session)) return;
      watched.add(session);
      session.onEnd((reason) => {
        if (tooLate.has(reason)) over.set(id, true);
      });
    },
    has: (id) => over.has(id),
  };
}
