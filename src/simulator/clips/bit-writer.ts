/** Bits as a bitstream has them: most significant first, numbers of a fixed size or Exp-Golomb. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #current = 0;
  #count = 0;

  /** The lowest `count` bits of `value`. */
  bits(value: number, count: number): this {
    for (let at = count - 1; at >= 0; at -= 1) {
      this.#current = (this.#current << 1) | ((value >>> at) & 1);
      this.#count += 1;
      if (this.#count === 8) this.#flush();
    }
    return this;
  }

  /** Unsigned Exp-Golomb codes, one for each value (ITU-T H.264 §9.1). */
  ue(...values: readonly number[]): this {
    for (const value of values) {
      const length = 32 - Math.clz32(value + 1);
      this.bits(0, length - 1).bits(value + 1, length);
    }
    return this;
  }

  /** Fills up the byte that has begun with `bit`, if one has. */
  align(bit: 0 | 1): this {
    while (this.#count > 0) this.bits(bit, 1);
    return this;
  }

  /** Whole bytes; only where no byte has begun. */
  bytes(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** What was written; without the last byte where it was not filled up. */
  done(): Buffer {
    return Buffer.from(this.#bytes);
  }

  #flush(): void {
    this.#bytes.push(this.#current);
    this.#current = 0;
    this.#count = 0;
  }
}
