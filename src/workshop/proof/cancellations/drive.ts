/** Lets awaits go on, one at a time, until what is waited for is there. */
import type { Outlook } from './awaits.ts';
import type { RawAnswer } from '../http-heads.ts';
import type { Ongoing } from './client.ts';
import type { Errand } from './errand.ts';
import type { World } from './world.ts';

/** An errand on its way. */
export interface Begun {
  readonly ongoing: Ongoing;
  over: boolean;
  answer: RawAnswer | undefined;
  error: unknown;
}

/** How many pictures, and timers, are waited for before it is said that something hangs. */
const maxFilms = 4;
const maxLeaps = 8;
/**
 * How long threads and real sockets get, in milliseconds: when they are waited for, when that may be in vain
 * because others are held, and when nobody waits.
 */
const outsideMs = { alone: 10_000, besideHeld: 30, unasked: 5 };

export class Drive {
  /** Everything that went on: a label for each await. */
  readonly trace: string[] = [];
  readonly #world: World;
  readonly #outside: boolean;
  #idle = 0;

  /** `outside`: whether threads or real sockets take part. */
  constructor(world: World, outside: boolean) {
    this.#world = world;
    this.#outside = outside;
  }

  begin(errand: Errand): Begun {
    const ongoing = errand.begin();
    const begun: Begun = { ongoing, over: false, answer: undefined, error: undefined };
    ongoing.answer
      .then(
        (answer) => (begun.answer = answer),
        (error: unknown) => (begun.error = error),
      )
      .finally(() => (begun.over = true));
    return begun;
  }

  /** Lets everything go on until this is done. */
  async settle<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const marked = work.finally(() => (over = true));
    marked.catch(() => undefined);
    while (await this.#step(() => over));
    return marked;
  }

  /** Runs until it is over; returns undefined if it got no answer. */
  async whole(begun: Begun): Promise<RawAnswer | undefined> {
    while (await this.#step(() => begun.over));
    if (begun.error !== undefined) throw begun.error;
    return begun.answer;
  }

  /**
   * Runs until so many awaits are behind it, and the next one is there; returns false if it ends before, or
   * would go on only with what is held.
   */
  async advance(begun: Begun, awaits: number): Promise<boolean> {
    const over = () => begun.over;
    for (let step = 0; step < awaits; step += 1) {
      const outlook = await this.#look(over);
      if (outlook === 'over') return false;
      if (outlook === 'await') this.#goOn();
      else if (this.#world.awaits.holding && this.#idle >= maxFilms) return false;
      else this.#wait();
    }
    return (await this.#look(over)) !== 'over';
  }

  #look(over: () => boolean): Promise<Outlook> {
    const waitMs = this.#world.awaits.holding ? outsideMs.besideHeld : outsideMs.alone;
    return this.#world.awaits.look(over, this.#outside ? waitMs : 0);
  }

  /**
   * Lets one await go on; if there is none, one that was held; else a picture comes, or time passes. Returns
   * false when over.
   */
  async #step(over: () => boolean): Promise<boolean> {
    const outlook = await this.#look(over);
    if (outlook === 'await') this.#goOn();
    else if (outlook === 'stuck' && !this.#world.awaits.release()) this.#wait();
    return outlook !== 'over';
  }

  /** Runs until it is over, or waits for what is held. */
  async untilStuck(begun: Begun): Promise<void> {
    while ((await this.#look(() => begun.over)) === 'await') this.#goOn();
  }

  #goOn(): void {
    const { awaits } = this.#world;
    this.#idle = 0;
    this.trace.push(awaits.next?.label ?? '');
    awaits.goOn();
  }

  #wait(): void {
    const { film, timers } = this.#world;
    this.#idle += 1;
    this.trace.push(this.#idle <= maxFilms ? 'a picture comes' : 'time passes');
    if (this.#idle <= maxFilms) film();
    else if (this.#idle > maxFilms + maxLeaps || !timers.leap()) throw new Error('it hangs');
  }

  /** Lets everything go on that can. */
  async finish(): Promise<void> {
    const { awaits } = this.#world;
    const waitMs = this.#outside ? outsideMs.unasked : 0;
    awaits.release();
    while ((await awaits.look(() => false, waitMs)) === 'await') awaits.goOn();
    this.#idle = 0;
  }
}
