/**
 * When, by this process's monotonic clock, a revision of the store was reached. A right is dated by the
 * revision that began it. Pictures are dated by that clock, which nobody can set.
 */

/** Nothing that was filmed longer ago than this is kept. */
const keptMs = 120_000;
/** Revisions closer together than this are dated as one, by the last of them. */
const stepMs = 100;

export interface RevisionClock {
  /** Notes that the store was just found to be at `revision`. */
  observe(revision: number): void;
  /**
   * Returns when `revision` was seen to be reached, in monotonic milliseconds: never earlier than it was.
   * Returns now if it has not been seen yet.
   */
  timeOf(revision: number): number;
  /** Forgets what was seen: revisions have other numbers from now on. Rights count from when they are seen then. */
  restart(): void;
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
      // One older entry stays: it dates what came before it, which a newer one would misdate.
      while (seen[1] !== undefined && at - seen[1].at > keptMs) seen.shift();
    },
    timeOf: (revision) => seen.find((one) => one.revision >= revision)?.at ?? clock(),
    restart: () => void seen.splice(0),
  };
}
