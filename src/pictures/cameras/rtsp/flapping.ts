/** Whether a camera ends one connection after the other, each of which played. */

/** Cut short so often in a row, and it is no accident. */
const often = 3;
/** One that ends sooner was cut short, in milliseconds: pictures that stop so often are no watching. */
const usualSteadyMs = 30_000;

export class Flapping {
  readonly #steadyMs: number;
  #cuts = 0;

  /** A connection that ended sooner was cut short. */
  constructor(steadyMs = usualSteadyMs) {
    this.#steadyMs = steadyMs;
  }

  get isOn(): boolean {
    return this.#cuts >= often;
  }

  /** A connection that played for so long has ended, and not by us. */
  ended(playedMs: number): void {
    this.#cuts = playedMs < this.#steadyMs ? this.#cuts + 1 : 0;
  }

  /** One has played for so long, and goes on. Whether that was the end of it. */
  goesOn(playedMs: number): boolean {
    const isOver = this.isOn && playedMs >= this.#steadyMs;
    if (isOver) this.#cuts = 0;
    return isOver;
  }
}
