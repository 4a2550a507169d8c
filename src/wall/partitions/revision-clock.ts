/**
 * When, by this process's monotonic clock, a revision of the store was reached. A right is dated by the
 * revision that began it; pictures are dated by that clock, which no hand can set.
 */

/** Longer ago than this, nothing filmed is kept any more. */
const keptMs = 120_000;
/** Revisions that follow each other closer are dated as one, by the last of them. */
const stepMs = 100;

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
      const at = clock();
      const before = seen.at(-2);
      if (before !== undefined && at - before.at < stepMs) seen.pop();
      seen.push({ revision, at });
      // One that is older stays: what was before it is dated by it, and not by what is new.
      while (seen[1] !== undefined && at - seen[1].at > keptMs) seen.shift();
    },
    timeOf: (revision) => seen.find((one) => one.revision >= revision)?.at ?? clock(),
  };
}
