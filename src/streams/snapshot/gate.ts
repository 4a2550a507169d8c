/** Lets at most so many pieces of work run at a time; the rest wait their turn. */
export type Gate = <R>(work: () => Promise<R>) => Promise<R>;

export function createGate(most: number): Gate {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // A place is handed on, not given back, to whoever waits longest.
      const next = queue.shift();
      if (next !== undefined) next();
      else running -= 1;
    }
  };
}
