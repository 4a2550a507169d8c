/**
 * One attempt: an account's operation is broken off at one await, at once its neighbour does the
 * same on the same process, and then the first asks again.
 */
import { Failure } from '../../../common/failures.ts';
import type { RawAnswer } from '../http-heads.ts';
import { Drive, type Begun } from './drive.ts';
import { inspect, type Errand, type Operation } from './errand.ts';
import type { Caller } from './callers.ts';
import type { World } from './world.ts';

/** How it is broken off: its client is gone, or its process if it has none; or the await throws. */
type Break = 'cancelled' | 'failed';

/**
 * When the neighbour goes on: beside what is left of the first; before that may go on; or before the
 * first is broken off, up to where it would have to wait for the first.
 */
type Order = 'beside' | 'before' | 'meanwhile';

export interface Point {
  readonly operation: Operation;
  /** Whether the neighbour asks for its own camera or for the one that both see. */
  readonly neighbour: 'own' | 'shared';
  readonly how: Break;
  readonly order: Order;
  /** Before which of its awaits, counted from 0. */
  readonly at: number;
  /** At which await the neighbour stands when the first begins; undefined if it has not begun. */
  readonly ahead: number | undefined;
}

/** The result of an attempt: there may be no such await, or one that cannot fail. */
export type Outcome = 'tried' | 'past the end' | 'cannot fail';

/** Longer than any session, feed or packager outlives its last use, in milliseconds. */
const longestMs = 31_000;
const isOffline = (error: Error | undefined): boolean =>
  error instanceof Failure && error.code === 'device-offline';

export class Attempt {
  readonly #drive: Drive;
  readonly #point: Point;
  readonly #world: World;
  readonly #first: Caller;
  readonly #neighbour: Caller;

  constructor(point: Point, world: World) {
    this.#point = point;
    this.#world = world;
    this.#drive = new Drive(world, point.operation.outside === true);
    this.#first = world.callers.first;
    this.#neighbour = world.callers.neighbour[point.neighbour];
  }

  /** Everything that went on since the first began: a label for each await. */
  get trace(): readonly string[] {
    return this.#drive.trace;
  }

  /** @throws Error saying what is wrong. */
  async run(): Promise<Outcome> {
    const { operation, how, order, at, ahead } = this.#point;
    const { awaits } = this.#world;
    const settle = <T>(work: Promise<T>) => this.#drive.settle(work);
    const first = await operation.errand(this.#first, this.#world, settle);
    const neighbour = await operation.errand(this.#neighbour, this.#world, settle);
    await this.#drive.finish();

    let beside = ahead === undefined ? undefined : this.#drive.begin(neighbour);
    if (beside && !(await this.#drive.advance(beside, ahead ?? 0))) return 'past the end';
    awaits.exchange();
    const begun = this.#drive.begin(first);
    this.#drive.trace.length = 0;
    if (!(await this.#drive.advance(begun, at))) return 'past the end';
    if (how === 'failed' && awaits.next?.refusal === undefined) return 'cannot fail';
    if (order === 'meanwhile') {
      awaits.exchange();
      beside ??= this.#drive.begin(neighbour);
      await this.#drive.untilStuck(beside);
      awaits.exchange();
    }
    const thrown = this.#breakOff(begun);
    if (order === 'before') awaits.exchange();
    else awaits.release();

    beside ??= this.#drive.begin(neighbour);
    const granted = await this.#read(neighbour, this.#neighbour, await this.#drive.whole(beside));
    // The camera that both see has failed for both, where both were waiting for it.
    const excused = this.#point.neighbour === 'shared' && isOffline(thrown);
    if (!granted && !excused) throw new Error('the neighbour was refused');
    if (how === 'failed') await this.#read(first, this.#first, await this.#drive.whole(begun));
    await this.#drive.finish();
    if (how === 'failed' && operation.remembers === true) await this.#forget(this.#first);
    const asked = this.#drive.begin(first);
    const again = await this.#read(first, this.#first, await this.#drive.whole(asked));
    if (!again && !operation.once) throw new Error('who asked again was refused');
    await this.#leave();
    return 'tried';
  }

  /** Returns what was thrown, if anything was. */
  #breakOff({ ongoing }: Begun): Error | undefined {
    const { awaits } = this.#world;
    this.#drive.trace.push(`${this.#point.how} here`);
    if (this.#point.how === 'failed') return awaits.refuse();
    if (ongoing.hangUp === undefined) awaits.forsake();
    else ongoing.hangUp();
    return undefined;
  }

  async #read(errand: Errand, caller: Caller, answer: RawAnswer | undefined): Promise<boolean> {
    if (answer === undefined) throw new Error('got no answer');
    const { first, neighbour } = this.#world.callers;
    inspect(answer, caller, [first, neighbour.own]);
    return errand.granted(answer);
  }

  /** As if the time were over for which the account's cache says so; it goes by the real clock. */
  async #forget({ bearer }: Caller): Promise<void> {
    const { partitions, callers } = this.#world;
    const proof = callers.town.tokens.verify(bearer);
    await this.#drive.settle(
      partitions.within(proof, async (partition) => partition.cache.clear()),
    );
  }

  /** Checks that nothing is left over when everybody has been gone for a while. */
  async #leave(): Promise<void> {
    const { timers, film, open, faults } = this.#world;
    await this.#drive.finish();
    // A display that is connected by WebRTC is shown what comes; by HLS one asks.
    if (open()['WebRTC connections'] !== 0) film();
    // First the sessions end, then what they held.
    for (const _ of ['sessions', 'feeds']) {
      timers.advance(longestMs);
      await this.#drive.finish();
    }
    const left = Object.entries(open()).filter(([, many]) => many > 0);
    if (left.length > 0) faults.push(`left over: ${left.map(([what]) => what).join(', ')}`);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }
}
