/** Which key pictures of a connection may have come because the bridge asked for one. */

/** Milliseconds by `performance.now`. */
type Moment = number;

/** Many answer before their encoder has obeyed. */
const obeyMs = 500;

/** Of one connection, which is asked once. */
export class KeyAsk {
  #asked = false;
  #answeredAt: Moment | undefined;
  #came = false;

  /** It is about to be asked. */
  asks(): void {
    this.#asked = true;
  }

  /** It has answered, or may have heard it. */
  answered(at: Moment): void {
    this.#answeredAt = at;
  }

  /** It said no. */
  refused(): void {
    this.#asked = false;
  }

  /**
   * A key picture came; returns whether that may be the one asked for: one that came before the answer, or soon
   * after it, or else the first after it.
   */
  takes(at: Moment): boolean {
    if (!this.#asked) return false;
    const sinceMs = at - (this.#answeredAt ?? at);
    const may = !this.#came || sinceMs < obeyMs;
    this.#came = true;
    return may;
  }
}
