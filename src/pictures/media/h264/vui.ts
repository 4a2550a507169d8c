/** Video usability information, the end of an SPS (ITU-T H.264 §E.1.1). */
import type { BitReader } from '../bits/bit-reader.ts';

/** Both are undefined if it does not say. */
export interface Usability {
  /** How many pictures may come before one that is shown earlier. */
  reorderFrames?: number;
  /** Microseconds from one picture to the next. */
  intervalUs?: number;
}

/** Reads it if there is one, from the flag that says so on. One that is cut short still gives what comes before. */
export function readUsability(bits: BitReader): Usability {
  const read: Usability = {};
  try {
    if (!bits.flag()) return read;
    if (bits.flag() && bits.u(8) === 255) bits.u(32);
    if (bits.flag()) bits.flag();
    if (bits.flag()) {
      bits.u(4);
      if (bits.flag()) bits.u(24);
    }
    if (bits.flag()) {
      bits.ue();
      bits.ue();
    }
    if (bits.flag()) {
      // A tick is a field's time: two make a picture.
      const intervalUs = (2e6 * bits.u(32)) / bits.u(32);
      bits.flag();
      if (intervalUs > 0 && intervalUs < Infinity) read.intervalUs = intervalUs;
    }
    const hrds = [skipHrd(bits), skipHrd(bits)];
    if (hrds.includes(true)) bits.flag();
    bits.flag();
    if (!bits.flag()) return read;
    bits.flag();
    for (let left = 4; left > 0; left -= 1) bits.ue();
    const frames = bits.ue();
    if (frames <= 16) read.reorderFrames = frames;
  } catch {
    // It ends here.
  }
  return read;
}

/** §E.1.2; returns true if there was one. */
function skipHrd(bits: BitReader): boolean {
  if (!bits.flag()) return false;
  const count = bits.ue() + 1;
  if (count > 32) throw new RangeError('too many buffers');
  bits.u(8);
  for (let at = 0; at < count; at += 1) {
    bits.ue();
    bits.ue();
    bits.flag();
  }
  bits.u(20);
  return true;
}
