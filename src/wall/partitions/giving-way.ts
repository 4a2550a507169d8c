/** Decides which session gives way when an account, or the bridge, has as many as it may. */
import type { LiveSession } from './session.ts';

type Ask = Pick<LiveSession, 'startedAt' | 'openedAt' | 'usedAt'>;

/** A display that has not come for its stream within this time will not come any more; in milliseconds. */
const abandonedAfterMs = 30_000;

/**
 * A session used for so long and so lately, in milliseconds, is playing; any other was looked at briefly, or
 * stands still.
 */
const playing = { usedForMs: 5_000, usedWithinMs: 10_000 };

/** Whether its display has not come and will not come any more; `now` is on the sessions' own clock. */
export function isAbandoned({ openedAt, startedAt }: Ask, now: number): boolean {
  return openedAt === undefined && now - startedAt >= abandonedAfterMs;
}

function isPlaying({ openedAt, usedAt }: Ask, now: number): boolean {
  if (openedAt === undefined || usedAt === undefined) return false;
  return usedAt - openedAt >= playing.usedForMs && now - usedAt < playing.usedWithinMs;
}

/** The session that is missed least comes first. An answer that a display has just been given counts for something. */
function rank(session: Ask, now: number): number {
  if (isAbandoned(session, now)) return 0;
  if (session.openedAt === undefined) return 2;
  return isPlaying(session, now) ? 3 : 1;
}

/** Returns the session that is missed least; among equals, the one used or asked for longest ago. */
export function leastNeeded<S extends Ask>(sessions: Iterable<S>, now: number): S | undefined {
  let found: S | undefined;
  for (const session of sessions) {
    if (found === undefined || isLess(session, found, now)) found = session;
  }
  return found;
}

function isLess(one: Ask, other: Ask, now: number): boolean {
  const [mine, theirs] = [rank(one, now), rank(other, now)];
  if (mine !== theirs) return mine < theirs;
  return (one.usedAt ?? one.startedAt) < (other.usedAt ?? other.startedAt);
}
