/**
 * Bytes put together in one memory that is used again and again: what comes by the kilobyte would otherwise be so much
 * garbage. One of these belongs to one stream of one camera, and what leaves it for good is a copy.
 */

/** What is larger is let go of as soon as it is empty. */
const maxKept = 262_144;

export class ReusedBytes {
  #memory = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds bytes, which may be a view of these. */
  add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#memory.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#memory.length));
      larger.set(this.#memory.subarray(0, this.#length));
      this.#memory = larger;
    }
    this.#memory.set(bytes, this.#length);
    this.#length = length;
  }

  /** A view: what is added after `clear` stands in it, too. */
  view(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  copy(): Buffer {
    return Buffer.from(this.view());
  }

  clear(): void {
    this.#length = 0;
    if (this.#memory.length > maxKept) this.#memory = Buffer.alloc(0);
  }
}
