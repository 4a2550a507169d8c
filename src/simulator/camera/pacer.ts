/** One timer for any number of cameras; it runs only while somebody watches. */

export interface Pacer {
  /** Calls `beat` with `performance.now()` on every beat; the returned function stops it. */
  join(beat: (now: number) => void): () => void;
}

/** Makes a pacer with `fps` beats per second, kept to the wall clock so that it does not drift. */
export function createPacer(fps: number): Pacer {
  const period = 1000 / fps;
  const members = new Set<(now: number) => void>();
  let timer: NodeJS.Timeout | undefined;
  let due = 0;

  function arm(now: number): void {
    // After a stall the missed beats are left out: a viewer counts by the clock.
    due = Math.max(due + period, now);
    timer = setTimeout(beat, due - now);
  }

  function beat(): void {
    timer = undefined;
    const now = performance.now();
    for (const member of members) member(now);
    if (members.size > 0) arm(performance.now());
  }

  return {
    join(member) {
      members.add(member);
      if (!timer) {
        due = performance.now();
        arm(due);
      }
      return () => {
        members.delete(member);
        if (members.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}
