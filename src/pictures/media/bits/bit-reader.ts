/** Reads bits and Exp-Golomb numbers of a NAL unit's payload (ITU-T H.264 §7.2, §9.1). */

/** Made once: whatever comes of a camera's bytes, thrown for each of its NAL units, costs no trace of the stack. */
const pastTheEnd = Object.freeze(new RangeError('past the end'));
const noNumber = Object.freeze(new RangeError('no Exp-Golomb number'));

export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  /** `bytes` without emulation prevention: see `unescape`. */
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

/** The payload of a NAL unit without its header byte and emulation prevention (§7.4.1). */
export function unescape(nal: Uint8Array, most = nal.length): Uint8Array {
  const out = new Uint8Array(Math.min(nal.length, most));
  let length = 0;
  let zeros = 0;
  for (let at = 1; at < nal.length && length < out.length; at += 1) {
    const byte = nal[at] ?? 0;
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}
