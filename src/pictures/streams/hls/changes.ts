/** Wakes those who wait for a change: a segment, a key picture, or that there will be none. */
export interface Changes {
  /** Wakes all who wait. `over`: there is nothing more to wait for. */
  notify(over?: boolean): void;
  /** Returns how many there were. */
  count(): number;
  /**
   * Resolves with the next change, at once if there were more than `seen`; false if there will be none, or
   * not by `untilMs` of the monotonic clock.
   */
  next(seen: number, untilMs: number): Promise<boolean>;
}

/** Makes what changes are waited for at; nobody waits yet. */
export function createChanges(): Changes {
  const waiting = new Set<(over: boolean) => void>();
  let count = 0;
  return {
    notify(over = false) {
      count += 1;
      for (const wakes of Array.from(waiting)) wakes(over);
    },
    count: () => count,
    next(seen, untilMs) {
      if (count > seen) return Promise.resolve(true);
      return new Promise((resolve) => {
        const settle = (changed: boolean): void => {
          clearTimeout(timer);
          waiting.delete(wakes);
          resolve(changed);
        };
        const wakes = (over: boolean): void => settle(!over);
        const timer = setTimeout(() => settle(false), untilMs - performance.now());
        waiting.add(wakes);
      });
    },
  };
}
