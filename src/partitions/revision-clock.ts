/**
 * When, by this process's monotonic clock, a revision of the store was reached. A right is dated by the
 * revision that began it; pictures are dated by that clock, which no hand can set.
 */

/** More revisions ago than these, nothing filmed is kept any more. */
const capacity = 1_000;

export interface RevisionClock {
  /** The store was just found to be at `revision`. */
  observe(revision: number): void;
  /**
   * Monotonic milliseconds at which `revision` was seen to be reached: never earlier than it was. Now,
   * where it has not been seen yet.
   */
  timeOf(revision: number): number;
}

/** `clock`: monotonic milliseconds. */
export function createRevisionClock(clock: () => number): RevisionClock {
  const seen: { readonly revision: number; readonly at: number }[] = [];
  return {
    observe(revision) {
      const last = seen.at(-1);
      if (last !== undefined && last.revision >= revision) return;
      seen.push({ revision, at: clock() });
      if (seen.length > capacity) seen.shift();
    },
    timeOf: (revision) => seen.find((one) => one.revision >= revision)?.at ?? clock(),
  };
}
