/** Which payload type a stream is sent with: the announced one, or what a camera sends instead of it. */

/** Those that mean nothing of themselves (RFC 3551 §6). */
const isDynamic = (type: number): boolean => type >= 96 && type <= 127;

export class PayloadTypes {
  readonly #announced: number;
  readonly #listed: ReadonlySet<number>;
  #taken: number | undefined;

  /** `listed`: every payload type of the camera's description; what stands there is another stream's. */
  constructor(announced: number, listed: ReadonlySet<number>) {
    this.#announced = announced;
    this.#listed = listed;
  }

  /** Whether a packet of this type may be of the stream. */
  mayBe(type: number): boolean {
    if (type === this.#announced || type === this.#taken) return true;
    return this.#taken === undefined && this.#standsIn(type);
  }

  /**
   * Takes a packet for which `mayBe` was true. The first of a dynamic type that the camera lists nowhere stands in
   * for the announced one until that comes: `anew`, since nothing that came before was of the stream.
   */
  take(type: number): 'goes-on' | 'anew' {
    if (type === this.#taken) return 'goes-on';
    const anew = this.#taken !== undefined;
    this.#taken = type;
    return anew ? 'anew' : 'goes-on';
  }

  #standsIn(type: number): boolean {
    return isDynamic(this.#announced) && isDynamic(type) && !this.#listed.has(type);
  }
}
