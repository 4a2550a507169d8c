/** Reads bits and Exp-Golomb numbers (ITU-T H.264 §7.2, §9.1), most significant bit first. */

/** Made once: a camera may cause it for each of its NAL units, and it should not cost a stack trace each time. */
const pastTheEnd = Object.freeze(new RangeError('past the end'));
const noNumber = Object.freeze(new RangeError('no Exp-Golomb number'));

export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  /** Takes a NAL unit without emulation prevention: see `unescape`. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** u(n), n up to 32. @throws RangeError past the end */
  u(n: number): number {
    let value = 0;
    for (let left = n; left > 0; left -= 1) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw pastTheEnd;
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  flag(): boolean {
    return this.u(1) === 1;
  }

  /** ue(v). @throws RangeError past the end, or beyond 32 bits */
  ue(): number {
    let zeros = 0;
    while (this.u(1) === 0) {
      zeros += 1;
      if (zeros > 31) throw noNumber;
    }
    return 2 ** zeros - 1 + this.u(zeros);
  }

  /** se(v) */
  se(): number {
    const code = this.ue();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}
