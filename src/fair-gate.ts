/**
 * Shares out what is scarce: so many pieces of work run at a time, and whoever waits is served in
 * turn, one of each key after another. However much one key asks for, another's next piece waits
 * for one turn of each of the others at most. A key is an account, or an address where nobody is
 * known yet.
 */
import { Failure } from './failures.ts';

export interface FairGateOptions {
  /** How many pieces of work run at a time. */
  readonly atOnce: number;
  /** How many of one key run at a time. */
  readonly perAccount: number;
  /** How many of one key wait. */
  readonly waiting: number;
  /** How many wait in all; 1,000 where left out. */
  readonly waitingInAll?: number;
  /** How long a piece of work waits for its turn; its running is not limited. */
  readonly timeoutMs: number;
}

export interface FairGate {
  /**
   * Runs `work` when it is the turn of `key`, and settles as it does.
   * @throws Failure `too-many` where so many of `key` wait already, `overloaded` where its turn did
   * not come in time, or where too many wait in all and none of them has more waiting than `key`.
   */
  run<R>(key: unknown, work: () => Promise<R>): Promise<R>;
  readonly running: number;
  readonly waiting: number;
}

interface Waiter {
  start(): void;
  refuse(failure: Failure): void;
}

/** A gate that nobody has come to yet. */
export function createFairGate(options: FairGateOptions): FairGate {
  const { atOnce, perAccount, timeoutMs, waitingInAll = 1_000 } = options;
  /** How many of each key run. */
  const running = new Map<unknown, number>();
  /** Who waits, by key, in the order of their turns. */
  const lanes = new Map<unknown, Waiter[]>();
  let runningInAll = 0;
  let waiting = 0;

  function leave(key: unknown, lane: Waiter[], at: number): Waiter | undefined {
    const [waiter] = lane.splice(at, 1);
    waiting -= 1;
    if (lane.length === 0) lanes.delete(key);
    return waiter;
  }

  /** Makes room among those who wait, at the cost of the key that has the most waiting. */
  function crowdOut(length: number): boolean {
    let longest: [unknown, Waiter[]] | undefined;
    for (const entry of lanes) {
      if (entry[1].length > (longest?.[1].length ?? length)) longest = entry;
    }
    if (longest === undefined) return false;
    leave(...longest, longest[1].length - 1)?.refuse(overloaded());
    return true;
  }

  function isFree(key: unknown): boolean {
    return runningInAll < atOnce && (running.get(key) ?? 0) < perAccount;
  }

  function next(): void {
    for (const [key, lane] of lanes) {
      if (runningInAll >= atOnce) return;
      if (!isFree(key)) continue;
      const waiter = leave(key, lane, 0);
      // To the end of the row: everybody else comes before its next piece.
      if (lanes.delete(key)) lanes.set(key, lane);
      running.set(key, (running.get(key) ?? 0) + 1);
      runningInAll += 1;
      waiter?.start();
    }
  }

  function turnOf(key: unknown): Promise<void> {
    const lane = lanes.get(key) ?? [];
    if (!isFree(key)) {
      if (lane.length >= options.waiting) return Promise.reject(tooMany());
      if (waiting >= waitingInAll && !crowdOut(lane.length + 1))
        return Promise.reject(overloaded());
    }
    return new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        leave(key, lane, lane.indexOf(waiter));
        reject(overloaded());
      }, timeoutMs);
      const waiter: Waiter = {
        start() {
          clearTimeout(late);
          resolve();
        },
        refuse(failure) {
          clearTimeout(late);
          reject(failure);
        },
      };
      lane.push(waiter);
      lanes.set(key, lane);
      waiting += 1;
      next();
    });
  }

  return {
    async run(key, work) {
      await turnOf(key);
      try {
        return await work();
      } finally {
        const left = (running.get(key) ?? 1) - 1;
        if (left > 0) running.set(key, left);
        else running.delete(key);
        runningInAll -= 1;
        next();
      }
    },
    get running() {
      return runningInAll;
    },
    get waiting() {
      return waiting;
    },
  };
}

const tooMany = (): Failure => new Failure('too-many', 'too much is asked for at a time');
const overloaded = (): Failure => new Failure('overloaded', 'too much is asked for just now');
