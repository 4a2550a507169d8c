/**
 * One attempt: a household's operation is broken off at one await, at once its neighbour does the
 * same on the same process, and then the first asks again.
 */
import { Failure } from '../../failures.ts';
import type { Answer, Ongoing } from './client.ts';
import { inspect, type Errand, type Operation } from './errand.ts';
import type { House } from './houses.ts';
import type { World } from './world.ts';

/** How it is broken off: its client is gone, or its process where it has none; or the await throws. */
export type Break = 'cancelled' | 'failed';

/**
 * When the neighbour goes on: beside what is left of the first; before that may go on; or before the
 * first is broken off, up to where it would have to wait for the first.
 */
export type Order = 'beside' | 'before' | 'meanwhile';

export interface Point {
  readonly operation: Operation;
  /** Whether the neighbour asks for its own camera or for the one that both see. */
  readonly neighbour: 'own' | 'shared';
  readonly how: Break;
  readonly order: Order;
  /** Before which of its awaits, counted from 0. */
  readonly at: number;
  /** How many of the neighbour's awaits are behind it when the first begins; undefined before it begins itself. */
  readonly ahead: number | undefined;
}

/** What came of an attempt: there may be no such await, or one that cannot fail. */
export type Outcome = 'tried' | 'past the end' | 'cannot fail';

interface Begun {
  readonly ongoing: Ongoing;
  over: boolean;
  answer: Answer | undefined;
  error: unknown;
}

/** Pictures that are waited for, and timers, before it is said that something hangs. */
const mostFilms = 4;
const mostLeaps = 8;
/** Longer than any session, feed or packager outlives its last use, in milliseconds. */
const longestMs = 31_000;
/** What threads and real sockets are given: where nobody else could, somebody, or nobody waits. */
const outside = { alone: 10_000, besideHeld: 30, unasked: 5 };

const isOffline = (error: Error | undefined): boolean =>
  error instanceof Failure && error.code === 'device-offline';

export class Attempt {
  /** What went on since the first began: a label for each await. */
  readonly trace: string[] = [];
  readonly #point: Point;
  readonly #world: World;
  readonly #first: House;
  readonly #neighbour: House;
  #idle = 0;

  constructor(point: Point, world: World) {
    this.#point = point;
    this.#world = world;
    this.#first = world.houses.first;
    this.#neighbour = world.houses.neighbour[point.neighbour];
  }

  /** @throws Error saying what is wrong. */
  async run(): Promise<Outcome> {
    const { operation, how, order, at, ahead } = this.#point;
    const { awaits } = this.#world;
    const settle = <T>(work: Promise<T>) => this.#settle(work);
    const first = await operation.errand(this.#first, this.#world, settle);
    const neighbour = await operation.errand(this.#neighbour, this.#world, settle);
    await this.#finish();

    let beside = ahead === undefined ? undefined : this.#begin(neighbour);
    if (beside && !(await this.#advance(beside, ahead ?? 0))) return 'past the end';
    awaits.exchange();
    const begun = this.#begin(first);
    this.trace.length = 0;
    if (!(await this.#advance(begun, at))) return 'past the end';
    if (how === 'failed' && awaits.next?.refusal === undefined) return 'cannot fail';
    if (order === 'meanwhile') {
      awaits.exchange();
      beside ??= this.#begin(neighbour);
      await this.#untilStuck(beside);
      awaits.exchange();
    }
    const thrown = this.#breakOff(begun);
    if (order === 'before') awaits.exchange();
    else awaits.release();

    beside ??= this.#begin(neighbour);
    const granted = await this.#read(neighbour, this.#neighbour, await this.#whole(beside));
    // The camera that both see has failed for both, where both were waiting for it.
    const excused = this.#point.neighbour === 'shared' && isOffline(thrown);
    if (!granted && !excused) {
      throw new Error('the neighbour was refused');
    }
    if (how === 'failed') await this.#read(first, this.#first, await this.#whole(begun));
    await this.#finish();
    if (how === 'failed' && operation.remembers === true) await this.#forget(this.#first);
    const again = await this.#read(first, this.#first, await this.#whole(this.#begin(first)));
    if (!again && !operation.once) throw new Error('who asked again was refused');
    await this.#leave();
    return 'tried';
  }

  /** Gives what was thrown, if anything was. */
  #breakOff({ ongoing }: Begun): Error | undefined {
    const { awaits } = this.#world;
    this.trace.push(`${this.#point.how} here`);
    if (this.#point.how === 'failed') return awaits.refuse();
    if (ongoing.hangUp === undefined) awaits.forsake();
    else ongoing.hangUp();
    return undefined;
  }

  #begin(errand: Errand): Begun {
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

  async #read(errand: Errand, house: House, answer: Answer | undefined): Promise<boolean> {
    if (answer === undefined) throw new Error('got no answer');
    const { first, neighbour } = this.#world.houses;
    inspect(answer, house, [first, neighbour.own]);
    return errand.granted(answer);
  }

  /** As if the time were over for which the house's cache says so; it goes by the real clock. */
  async #forget({ bearer }: House): Promise<void> {
    const { partitions, houses } = this.#world;
    const proof = houses.town.tokens.verify(bearer);
    await this.#settle(partitions.within(proof, async (home) => home.cache.clear()));
  }

  /** Lets everything go on until this is done. */
  async #settle<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const marked = work.finally(() => (over = true));
    marked.catch(() => undefined);
    while (await this.#step(() => over));
    return marked;
  }

  async #whole(begun: Begun): Promise<Answer | undefined> {
    while (await this.#step(() => begun.over));
    if (begun.error !== undefined) throw begun.error;
    return begun.answer;
  }

  /**
   * Until so many awaits are behind it, and the next one is there; false where it ends before, or
   * would go on only with what is held.
   */
  async #advance(begun: Begun, awaits: number): Promise<boolean> {
    const over = () => begun.over;
    for (let step = 0; step < awaits; step += 1) {
      const outlook = await this.#look(over);
      if (outlook === 'over') return false;
      if (outlook === 'await') this.#goOn();
      else if (this.#world.awaits.holding && this.#idle >= mostFilms) return false;
      else this.#wait();
    }
    return (await this.#look(over)) !== 'over';
  }

  #look(over: () => boolean) {
    const { outside: real = false } = this.#point.operation;
    const patience = this.#world.awaits.holding ? outside.besideHeld : outside.alone;
    return this.#world.awaits.look(over, real ? patience : 0);
  }

  /**
   * One await goes on; where there is none, one that was held; else a picture comes, or time passes.
   * False when over.
   */
  async #step(over: () => boolean): Promise<boolean> {
    const outlook = await this.#look(over);
    if (outlook === 'await') this.#goOn();
    else if (outlook === 'stuck' && !this.#world.awaits.release()) this.#wait();
    return outlook !== 'over';
  }

  /** Until it is over, or waits for what is held. */
  async #untilStuck(begun: Begun): Promise<void> {
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
    this.trace.push(this.#idle <= mostFilms ? 'a picture comes' : 'time passes');
    if (this.#idle <= mostFilms) film();
    else if (this.#idle > mostFilms + mostLeaps || !timers.leap()) throw new Error('it hangs');
  }

  /** Everything goes on that can. */
  async #finish(): Promise<void> {
    const { awaits } = this.#world;
    const patience = this.#point.operation.outside === true ? outside.unasked : 0;
    awaits.release();
    while ((await awaits.look(() => false, patience)) === 'await') awaits.goOn();
    this.#idle = 0;
  }

  /** Nothing may be left over when everybody has been gone for a while. */
  async #leave(): Promise<void> {
    const { timers, film, open, faults } = this.#world;
    await this.#finish();
    // Whoever is connected by WebRTC is shown what comes; by HLS one asks.
    if (open()['WebRTC connections'] !== 0) film();
    // First the sessions end, then what they held.
    for (const _ of ['sessions', 'feeds']) {
      timers.advance(longestMs);
      await this.#finish();
    }
    const left = Object.entries(open()).filter(([, many]) => many > 0);
    if (left.length > 0) faults.push(`left over: ${left.map(([what]) => what).join(', ')}`);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }
}
