/**
 * The lease: how long one look at the map lets pictures leave. It counts from before the map was asked. It is over when
 * either clock says so: the monotonic clock of a machine that is paused stands still, and the wall clock can be set.
 * A lease that is over holds pictures back. A stream ends by it only when the monotonic clock says that no answer has
 * come for so long: a step of the wall clock costs one look.
 */

/** What stays of L for what is on its way to a display when the lease is over. */
const onTheWay = 0.1;

/** One moment by both clocks, in milliseconds. */
export interface Moment {
  readonly monotonic: number;
  /** Since 1970. */
  readonly wall: number;
}

/** How long leases are, and by which clocks. */
export interface LeaseTerms {
  readonly ms: number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Returns the terms by which the last picture arrives within `longestMs` (L) after the right to it was taken away. */
export function leaseTerms(longestMs: number, clocks: Omit<LeaseTerms, 'ms'>): LeaseTerms {
  return { ...clocks, ms: longestMs * (1 - onTheWay) };
}

/** Returns the present moment. */
export function momentOf({ clock, now }: LeaseTerms): Moment {
  return { monotonic: clock(), wall: now() };
}

export class Lease {
  readonly #terms: LeaseTerms;
  /** When the look at the map began on which it rests. */
  #since: Moment | undefined;
  /** When the map answered last, in monotonic milliseconds. */
  #answeredAt: number | undefined;

  constructor(terms: LeaseTerms) {
    this.#terms = terms;
  }

  /** Notes that a look at the map which began at `lookedAt` was answered just now; a slow one shortens nothing. */
  extend(lookedAt: Moment): void {
    this.#answeredAt = this.#terms.clock();
    if (lookedAt.monotonic >= (this.#since?.monotonic ?? -Infinity)) this.#since = lookedAt;
  }

  /** Whether it lets pictures leave now, by a look that began at `after` or later, in monotonic milliseconds. */
  runs(after: number): boolean {
    const { ms, clock, now } = this.#terms;
    const since = this.#since;
    if (since === undefined || since.monotonic < after) return false;
    const passed = now() - since.wall;
    return clock() - since.monotonic < ms && passed < ms && passed >= 0;
  }

  /** Whether no answer has come for its whole length; false before the first one. */
  get isOverdue(): boolean {
    const { ms, clock } = this.#terms;
    return this.#answeredAt !== undefined && clock() - this.#answeredAt >= ms;
  }
}
