/**
 * Answers still on their way to a slow display. When their session ends they are cut, so that what was
 * already handed to the socket does not trickle on after a revocation; nor when the lease is over that let it leave:
 * then its session may go on with the next look at the map. An answer that is not taken in time is cut, too, and so is
 * the oldest if a session has too many; `untaken.ts` limits how many bytes wait.
 */
import type { ServerResponse } from 'node:http';
import type { Session } from '../../wall/partitions/partition.ts';

type Leased = Pick<Session<unknown>, 'onEnd' | 'leasedForMs'>;

/** Why an answer was cut though its session goes on. */
export type Cut = 'not-taken' | 'too-many';

export interface InFlightLimits {
  /** How many of one session are under way at a time; a player asks for two or three. */
  readonly perSession: number;
  /** How long one may be under way; what it shows has left the playlist before. */
  readonly timeoutMs: number;
}

export const defaultInFlightLimits: InFlightLimits = { perSession: 8, timeoutMs: 30_000 };

export interface InFlight {
  /**
   * Cuts `response` if `session` ends, or its lease, before it is wholly sent. `onCut` is called for any other cut.
   */
  track(session: Leased, response: ServerResponse, onCut?: (why: Cut) => void): void;
}

interface Tracked {
  readonly response: ServerResponse;
  cut(why: Cut): void;
  forget(): void;
}

/**
 * A reset drops what the kernel still holds; a close would send it. It uses the request's socket: an answer
 * that waits behind another on its connection (pipelining) has none of its own yet.
 */
function reset(response: ServerResponse): void {
  response.req.socket.resetAndDestroy();
}

function resetAll(answers: Iterable<Tracked>): void {
  for (const { response } of answers) reset(response);
}

/** Makes an empty register. */
export function createInFlight(limits: InFlightLimits = defaultInFlightLimits): InFlight {
  const open = new WeakMap<Leased, Set<Tracked>>();
  /** Of each session of which something is under way: waits for the end of its lease. */
  const waits = new WeakMap<Leased, NodeJS.Timeout>();

  function awaitLease(session: Leased, tracked: Iterable<Tracked>): void {
    const restMs = session.leasedForMs;
    if (restMs > 0) waits.set(session, setTimeout(awaitLease, restMs, session, tracked).unref());
    else resetAll(tracked);
  }

  function forget(session: Leased, tracked: Set<Tracked>, one: Tracked): void {
    tracked.delete(one);
    if (tracked.size > 0) return;
    clearTimeout(waits.get(session));
    waits.delete(session);
  }

  function ofSession(session: Leased): Set<Tracked> {
    const known = open.get(session);
    if (known !== undefined) return known;
    const tracked = new Set<Tracked>();
    open.set(session, tracked);
    session.onEnd(() => resetAll(tracked));
    return tracked;
  }

  return {
    track(session, response, onCut = () => undefined) {
      const own = ofSession(session);
      // An answer that waited behind another is never told that its connection has closed.
      for (const other of own) if (other.response.req.socket.destroyed) other.forget();
      const tracked: Tracked = {
        response,
        cut(why) {
          tracked.forget();
          if (response.req.socket.destroyed) return;
          reset(response);
          onCut(why);
        },
        forget() {
          clearTimeout(late);
          forget(session, own, tracked);
        },
      };
      const late = setTimeout(() => tracked.cut('not-taken'), limits.timeoutMs).unref();
      own.add(tracked);
      if (!waits.has(session)) awaitLease(session, own);
      response.once('close', () => tracked.forget());
      const [oldest] = own;
      if (own.size > limits.perSession) oldest?.cut('too-many');
    },
  };
}
