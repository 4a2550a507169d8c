/** Writes what `BitReader` reads: most significant bit first, fixed sizes or Exp-Golomb (ITU-T H.264 §9.1). */
export class BitWriter {
  readonly #bytes: number[] = [];
  #current = 0;
  #count = 0;

  /** The lowest `size` bits of `value`. */
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

  ue(value: number): this {
    const size = 32 - Math.clz32(value + 1);
    return this.u(0, size - 1).u(value + 1, size);
  }

  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** Fills up the byte that has begun, if one has. */
  align(bit: 0 | 1): this {
    while (this.#count > 0) this.u(bit, 1);
    return this;
  }

  /** A NAL unit of these bits: nothing in it looks like a start code (§7.4.1). */
  nal(header: number): Uint8Array {
    const out = [header];
    let zeros = 0;
    for (const byte of this.#bytes) {
      if (zeros >= 2 && byte <= 3) {
        out.push(3);
        zeros = 0;
      }
      out.push(byte);
      zeros = byte === 0 ? zeros + 1 : 0;
    }
    return Uint8Array.from(out);
  }
}
