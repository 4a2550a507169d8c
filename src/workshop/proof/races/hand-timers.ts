/**
 * Timers and clocks moved by hand, so that a run depends on its seed and on nothing else: leases,
 * idle times, the watch's interval and the feeds' linger all pass only when somebody says so.
 */
interface Timer {
  due: number;
  readonly every: number | undefined;
  readonly work: () => void;
}

export interface HandTimers {
  /** Both clocks, in milliseconds. */
  readonly time: { wall: number; monotonic: number };
  /** How many timers are armed. */
  readonly armed: number;
  /** Lets time pass, running what falls due on the way. */
  advance(ms: number): void;
  /** To the next timer; false when there is none. */
  leap(): boolean;
  /** Gives the process back its own timers. */
  restore(): void;
}

/** Takes the place of this process's `setTimeout` and `setInterval` until `restore`. */
export function takeTimers(wall: number): HandTimers {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const time = { wall, monotonic: 1_000 };
  const armed = new Set<object>();
  const timers = new WeakMap<object, Timer>();

  function arm(work: () => void, ms: number, every?: number): object {
    const handle = { unref: () => handle, ref: () => handle, hasRef: () => true };
    armed.add(handle);
    timers.set(handle, { due: time.monotonic + Math.max(1, ms), every, work });
    return handle;
  }
  const disarm = (handle: object | undefined): void => {
    if (handle !== undefined) armed.delete(handle);
  };

  function next(): { handle: object; timer: Timer } | undefined {
    let first: { handle: object; timer: Timer } | undefined;
    for (const handle of armed) {
      const timer = timers.get(handle);
      if (timer && (first === undefined || timer.due < first.timer.due)) first = { handle, timer };
    }
    return first;
  }

  function moveTo(monotonic: number): void {
    time.wall += monotonic - time.monotonic;
    time.monotonic = monotonic;
  }

  function fire({ handle, timer }: { handle: object; timer: Timer }): void {
    moveTo(Math.max(time.monotonic, timer.due));
    if (timer.every === undefined) armed.delete(handle);
    else timer.due += timer.every;
    timer.work();
  }

  Object.assign(globalThis, {
    setTimeout: (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      arm(() => work(...args), ms),
    setInterval: (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      arm(() => work(...args), ms, ms),
    clearTimeout: disarm,
    clearInterval: disarm,
  });

  return {
    time,
    get armed() {
      return armed.size;
    },
    advance(ms) {
      const until = time.monotonic + ms;
      for (let due = next(); due !== undefined && due.timer.due <= until; due = next()) fire(due);
      moveTo(until);
    },
    leap() {
      const due = next();
      if (due !== undefined) fire(due);
      return due !== undefined;
    },
    restore: () =>
      void Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval }),
  };
}
