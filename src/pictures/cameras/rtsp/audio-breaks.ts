/** Whether a camera breaks off when it is asked for its audio. It is played without, then; firmware gets mended, though. */

/** So often in a row, and it is not asked again for a while: each time costs its viewers a connection. */
const most = 2;
const sparedMs = 60 * 60_000;

export class AudioBreaks {
  readonly #clock: () => number;
  #inRow = 0;
  #lastAt = 0;

  /** `clock`: monotonic milliseconds. */
  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  /** It answered nothing, or what is no answer, or hung up, when its audio was to be set up. */
  broke(): void {
    this.#inRow += 1;
    this.#lastAt = this.#clock();
  }

  /** It gave its audio, or a plain refusal. */
  answered(): void {
    this.#inRow = 0;
  }

  /** Whether its audio is not to be asked for now. */
  get isSpared(): boolean {
    return this.#inRow >= most && this.#clock() - this.#lastAt < sparedMs;
  }
}
