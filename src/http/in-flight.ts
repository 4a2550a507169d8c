/**
 * Answers still on their way to a slow display. When their session ends they are cut, so that what
 * was already handed to the socket does not trickle on after a revocation. Each holds its bytes until they
 * are taken: so they are counted, and one that is not taken in time is cut, too.
 */
import type { ServerResponse } from 'node:http';
import type { AccountId } from '../identity/ids.ts';
import type { Session } from '../partitions/partition.ts';

type Ending = Pick<Session<unknown>, 'onEnd'>;

/** Why an answer was cut though its session goes on. */
export type Cut = 'not-taken' | 'session' | 'account' | 'in-all';

export interface InFlightLimits {
  /** How many of one session are on their way at a time. */
  readonly perSession: number;
  /** Bytes of one account, and of all. */
  readonly accountBytes: number;
  readonly bytes: number;
  /** How long one is on its way; what it shows has left the playlist before. */
  readonly timeoutMs: number;
}

/** 32 streams of eight megabits a second, each with a segment of two seconds on its way, and more. */
export const defaultInFlightLimits: InFlightLimits = {
  perSession: 8,
  accountBytes: 96 * 1024 * 1024,
  bytes: 512 * 1024 * 1024,
  timeoutMs: 30_000,
};

export interface Answer {
  readonly session: Ending;
  /** Whose ticket it was asked for with. */
  readonly account: AccountId;
  readonly bytes: number;
  /** Told where it is cut though the session goes on. */
  readonly onCut?: (why: Cut) => void;
}

export interface InFlight {
  /**
   * Cuts `response` if its session ends before it is wholly sent. Where more is on its way than may be, the
   * oldest of that session or account is cut; in all, of the account that has the most.
   */
  track(answer: Answer, response: ServerResponse): void;
}

/** What is on its way to the displays of one account, the oldest first. */
interface Lane {
  readonly under: Set<Tracked>;
  bytes: number;
}

interface Tracked {
  readonly response: ServerResponse;
  readonly bytes: number;
  cut(why: Cut): void;
  forget(): void;
}

/**
 * A reset drops what the kernel still holds; a close would send it. The request's socket: an answer that waits
 * behind another on its connection (pipelining) has none of its own yet.
 */
function reset(response: ServerResponse): void {
  response.req.socket.resetAndDestroy();
}

/** An empty register. */
export function createInFlight(limits: InFlightLimits = defaultInFlightLimits): InFlight {
  const open = new WeakMap<Ending, Set<Tracked>>();
  const lanes = new Map<AccountId, Lane>();
  let total = 0;

  function ofSession(session: Ending): Set<Tracked> {
    const known = open.get(session);
    if (known !== undefined) return known;
    const tracked = new Set<Tracked>();
    open.set(session, tracked);
    session.onEnd(() => {
      for (const { response } of tracked) reset(response);
    });
    return tracked;
  }

  function largest(): Lane | undefined {
    let most: Lane | undefined;
    for (const lane of lanes.values()) if (lane.bytes > (most?.bytes ?? 0)) most = lane;
    return most;
  }

  const cutOldest = (tracked: Set<Tracked> | undefined, why: Cut): void =>
    tracked?.values().next().value?.cut(why);

  function enforce(own: Set<Tracked>, lane: Lane): void {
    if (own.size > limits.perSession) cutOldest(own, 'session');
    while (lane.bytes > limits.accountBytes && lane.under.size > 1) {
      cutOldest(lane.under, 'account');
    }
    while (total > limits.bytes) cutOldest(largest()?.under, 'in-all');
  }

  return {
    track({ session, account, bytes, onCut }, response) {
      const own = ofSession(session);
      // One that waited behind another is never told that its connection has closed.
      for (const other of own) if (other.response.req.socket.destroyed) other.forget();
      const lane = lanes.get(account) ?? { under: new Set<Tracked>(), bytes: 0 };
      const tracked: Tracked = {
        response,
        bytes,
        cut(why) {
          tracked.forget();
          reset(response);
          onCut?.(why);
        },
        forget() {
          clearTimeout(late);
          own.delete(tracked);
          if (!lane.under.delete(tracked)) return;
          lane.bytes -= bytes;
          total -= bytes;
          if (lane.under.size === 0) lanes.delete(account);
        },
      };
      const late = setTimeout(() => tracked.cut('not-taken'), limits.timeoutMs).unref();
      lanes.set(account, lane);
      own.add(tracked);
      lane.under.add(tracked);
      lane.bytes += bytes;
      total += bytes;
      response.once('close', () => tracked.forget());
      enforce(own, lane);
    },
  };
}
