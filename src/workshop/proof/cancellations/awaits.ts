/** Every await that the harness holds in its hand: the store's, the cameras', the client's own. */
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { ScratchStore } from '../races/scratch-store.ts';
import type { Turn } from '../races/scheduled-store.ts';

/** One that waits to go on. */
interface Waiting {
  readonly label: string;
  /** What it throws when it is made to fail; undefined for one that cannot. */
  readonly refusal: (() => Error) | undefined;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What can be done next: let an await go on, nothing here, or nothing any more. */
export type Outlook = 'await' | 'stuck' | 'over';

/** So many turns of the event loop in which nothing asks to go on are no coincidence. */
const maxIdle = 40;

export class Awaits {
  readonly #waiting: Waiting[] = [];
  readonly #held = new Set<Waiting>();
  readonly #scratch: Pick<ScratchStore, 'isBusy' | 'quiet'>;

  /** `scratch`: whose answers are waited for, as if they came at once. */
  constructor(scratch: Pick<ScratchStore, 'isBusy' | 'quiet'>) {
    this.#scratch = scratch;
  }

  /** Returns awaits of one kind, which throw `refusal` when they are made to fail. */
  turns(refusal?: () => Error): Turn {
    return (label) =>
      new Promise((resolve, reject) => this.#waiting.push({ label, refusal, resolve, reject }));
  }

  /** The one that goes on next. */
  get next(): Readonly<Pick<Waiting, 'label' | 'refusal'>> | undefined {
    return this.#waiting.find((one) => !this.#held.has(one));
  }

  /**
   * Waits until something can go on, or `over`. `outsideMs`: how long threads and real sockets may
   * take to get there, in milliseconds.
   */
  async look(over: () => boolean, outsideMs: number): Promise<Outlook> {
    for (let idle = 0; idle < maxIdle; idle += 1) {
      await setImmediate();
      if (this.#scratch.isBusy) {
        await this.#scratch.quiet();
        idle = 0;
      }
      if (over()) return 'over';
      if (this.next !== undefined) return 'await';
    }
    const until = performance.now() + outsideMs;
    while (performance.now() < until) {
      await pause(1);
      if (over()) return 'over';
      if (this.next !== undefined) return 'await';
    }
    return 'stuck';
  }

  goOn(): void {
    this.#take()?.resolve();
  }

  /** Makes the next one throw, which must be one that can; returns what it throws. */
  refuse(): Error {
    const refused = this.#take();
    if (refused?.refusal === undefined) throw new TypeError('this await cannot fail');
    const refusal = refused.refusal();
    refused.reject(refusal);
    return refusal;
  }

  /** Changes sides: those that wait now are held, and those that were held may go on. */
  exchange(): void {
    const free = this.#waiting.filter((one) => !this.#held.has(one));
    this.#held.clear();
    for (const one of free) this.#held.add(one);
  }

  get holding(): boolean {
    return this.#held.size > 0;
  }

  /** Returns false if none was held. */
  release(): boolean {
    const any = this.#held.size > 0;
    this.#held.clear();
    return any;
  }

  /** Those that wait now, and are not held, never go on: their process is gone. */
  forsake(): void {
    while (this.#take() !== undefined);
  }

  #take(): Waiting | undefined {
    const at = this.#waiting.findIndex((one) => !this.#held.has(one));
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0];
  }
}
