/** Whether most pictures of a camera come to nothing: lost, or of no use without one that is. */

/** It is judged by so many pictures at least. */
const leastPictures = 20;

export interface Counted {
  readonly begun: number;
  readonly whole: number;
}

export class PictureLoss {
  readonly #tell: (isMost: boolean) => void;
  readonly #windowMs: number;
  #since: number | undefined;
  #from: Counted = { begun: 0, whole: 0 };
  #isMost = false;

  /** `tell` is told whenever it turns. It is judged by so long a time, in milliseconds. */
  constructor(tell: (isMost: boolean) => void, windowMs = 10_000) {
    this.#tell = tell;
    this.#windowMs = windowMs;
  }

  /** What was counted up to `now`, in monotonic milliseconds. */
  take(now: number, { begun, whole }: Counted): void {
    if (this.#since !== undefined && now - this.#since < this.#windowMs) return;
    const sent = begun - this.#from.begun;
    const isMost = sent >= leastPictures && (whole - this.#from.whole) * 2 < sent;
    const isJudged = this.#since !== undefined && isMost !== this.#isMost;
    [this.#since, this.#from] = [now, { begun, whole }];
    if (!isJudged) return;
    this.#isMost = isMost;
    this.#tell(isMost);
  }
}
