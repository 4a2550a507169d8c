/**
 * Shares out a scarce resource: so many pieces of work run at a time, and waiting work is served in turn, one
 * of each key after another. However much one key asks for, another's next piece waits for at most one turn
 * of each of the others. A key is an account, or an address while nobody is known yet.
 */
import { Failure } from './failures.ts';

export interface FairGateOptions {
  /** How many pieces of work run at a time. */
  readonly atOnce: number;
  /** How many of one key run at a time. */
  readonly perAccount: number;
  /** How many of one key wait. */
  readonly waiting: number;
  /** How many wait in all; 1,000 if left out. */
  readonly waitingInAll?: number;
  /** How long a piece of work waits for its turn; its running time is not limited. */
  readonly timeoutMs: number;
  /**
   * How much begins in one turn of the event loop, in all and of one key: a piece of work counts as its
   * weight. So a key that asks for little finds the loop free, however much another asks for, and nothing is
   * refused or waits if nobody else is there. Unlimited if left out.
   */
  readonly perTurn?: { readonly inAll: number; readonly ofOne: number };
}

export interface FairGate {
  /**
   * Runs `work` when it is the turn of `key`, and settles as it does.
   * @throws Failure `too-many` if so many of `key` wait already, `overloaded` if its turn did not come in
   * time, or if too many wait in all and none of them has more waiting than `key`.
   */
  run<R>(key: unknown, work: () => Promise<R>): Promise<R>;
  /**
   * Takes the turn of `key` for work that is frequent. Returns undefined if the turn comes at once, which
   * costs next to nothing, and otherwise a promise of it, which rejects as `run` does. `leave` returns a turn
   * that was taken. A piece of work of great `weight` takes the turns after this one, too.
   */
  enter(key: unknown, weight?: number): Promise<void> | undefined;
  leave(key: unknown): void;
  /**
   * Notes that work of `key` that has begun is so much more than was said: it takes the turns after this one,
   * too. Does nothing without a limit on how much begins in a turn.
   */
  weigh(key: unknown, weight: number): void;
  readonly running: number;
  readonly waiting: number;
}

interface Waiter {
  readonly weight: number;
  start(): void;
  refuse(failure: Failure): void;
}

/** Makes a gate that nobody has come to yet. */
export function createFairGate(options: FairGateOptions): FairGate {
  const { atOnce, perAccount, timeoutMs, waitingInAll = 1_000, perTurn } = options;
  /** How many of each key run. */
  const running = new Map<unknown, number>();
  /** The waiting work, by key, in the order of turns. */
  const lanes = new Map<unknown, Waiter[]>();
  /** What has begun of each key in this turn of the event loop, or is left over from earlier ones. */
  const begun = new Map<unknown, number>();
  let begunInAll = 0;
  let runningInAll = 0;
  let waiting = 0;

  function leaveLane(key: unknown, lane: Waiter[], at: number): Waiter | undefined {
    const [waiter] = lane.splice(at, 1);
    waiting -= 1;
    if (lane.length === 0) lanes.delete(key);
    return waiter;
  }

  /** Makes room among the waiting work, at the cost of the key that has the most waiting. */
  function crowdOut(length: number): boolean {
    let longest: [unknown, Waiter[]] | undefined;
    for (const entry of lanes) {
      if (entry[1].length > (longest?.[1].length ?? length)) longest = entry;
    }
    if (longest === undefined) return false;
    leaveLane(...longest, longest[1].length - 1)?.refuse(overloaded());
    return true;
  }

  function isFree(key: unknown): boolean {
    if (runningInAll >= atOnce || (running.get(key) ?? 0) >= perAccount) return false;
    return (
      perTurn === undefined || (begunInAll < perTurn.inAll && (begun.get(key) ?? 0) < perTurn.ofOne)
    );
  }

  function begin(key: unknown, weight: number): void {
    running.set(key, (running.get(key) ?? 0) + 1);
    runningInAll += 1;
    if (perTurn === undefined) return;
    weigh(key, weight);
    begunInAll += 1;
  }

  function weigh(key: unknown, weight: number): void {
    if (perTurn === undefined || weight <= 0) return;
    if (begun.size === 0) setImmediate(endTurn);
    begun.set(key, (begun.get(key) ?? 0) + weight);
  }

  function endTurn(): void {
    const { ofOne = 0 } = perTurn ?? {};
    for (const [key, weight] of begun) {
      if (weight > ofOne) begun.set(key, weight - ofOne);
      else begun.delete(key);
    }
    begunInAll = 0;
    if (begun.size > 0) setImmediate(endTurn);
    next();
  }

  function next(): void {
    for (const [key, lane] of lanes) {
      if (runningInAll >= atOnce || (perTurn && begunInAll >= perTurn.inAll)) return;
      if (!isFree(key)) continue;
      const waiter = leaveLane(key, lane, 0);
      // To the end of the row: every other key comes before its next piece.
      if (lanes.delete(key)) lanes.set(key, lane);
      begin(key, waiter?.weight ?? 1);
      waiter?.start();
    }
  }

  function turnOf(key: unknown, weight: number): Promise<void> {
    const lane = lanes.get(key) ?? [];
    if (!isFree(key)) {
      if (lane.length >= options.waiting) return Promise.reject(tooMany());
      if (waiting >= waitingInAll && !crowdOut(lane.length + 1))
        return Promise.reject(overloaded());
    }
    return new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        leaveLane(key, lane, lane.indexOf(waiter));
        reject(overloaded());
      }, timeoutMs);
      const waiter: Waiter = {
        weight,
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

  function enter(key: unknown, weight = 1): Promise<void> | undefined {
    // If others of its key wait, it is not free: whatever becomes free is theirs at once.
    if (!isFree(key)) return turnOf(key, weight);
    begin(key, weight);
    return undefined;
  }

  function leave(key: unknown): void {
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
    runningInAll -= 1;
    if (waiting > 0) next();
  }

  return {
    async run(key, work) {
      await turnOf(key, 1);
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
    enter,
    leave,
    weigh,
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
