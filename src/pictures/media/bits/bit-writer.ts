/** Writes what `BitReader` reads: most significant bit first, fixed sizes or Exp-Golomb (ITU-T H.264 §7.2, §9.1). */
export class BitWriter {
  readonly #bytes: number[] = [];
  #current = 0;
  #count = 0;

  /** Writes the lowest `size` bits of `value`. */
  u(value: number, size: number): this {
    for (let at = size - 1; at >= 0; at -= 1) {
      this.#current = (this.#current << 1) | ((value >>> at) & 1);
      this.#count += 1;
      if (this.#count < 8) continue;
      this.#bytes.push(this.#current);
      this.#current = 0;
      this.#count = 0;
    }
    return this;
  }

  /** Writes one code for each value. */
  ue(...values: readonly number[]): this {
    for (const value of values) {
      const size = 32 - Math.clz32(value + 1);
      this.u(0, size - 1).u(value + 1, size);
    }
    return this;
  }

  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** Fills up the byte that has begun, if one has. */
  align(bit: 0 | 1): this {
    while (this.#count > 0) this.u(bit, 1);
    return this;
  }

  /** Writes whole bytes; only if no byte has begun. */
  bytes(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** Returns what was written, without a last byte that was not filled up. */
  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
