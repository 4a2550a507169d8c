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

/** Whether a lease that counts from `since` lets pictures leave now. */
export function isRunning(since: Moment, { ms, clock, now }: LeaseTerms): boolean {
  const passed = now() - since.wall;
  return clock() - since.monotonic < ms && passed < ms && passed >= 0;
}

/** Returns for how long a lease that counts from `since` runs on by the monotonic clock, in milliseconds. */
export function remainingMs(since: Moment, { ms, clock }: LeaseTerms): number {
  return since.monotonic + ms - clock();
}

/** Whether no answer has come for the length of a lease: `answeredAt` is when the last one came, in monotonic milliseconds. */
export function isOverdue(answeredAt: number, { ms, clock }: LeaseTerms): boolean {
  return clock() - answeredAt >= ms;
}
