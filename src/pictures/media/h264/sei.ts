/** Supplemental enhancement information (ITU-T H.264 §7.3.2.3, Annex D): only the recovery point. */
import { BitReader } from '../bits/bit-reader.ts';
import { unescape } from './nal.ts';

const RECOVERY_POINT = 6;
/** No recovery point stands behind more than this: what follows a key picture's headers is the encoder's own. */
const maxBytes = 512;

/**
 * Returns how many pictures after this one it takes until all are right, if decoding begins here (§D.1.8): 0
 * for an intra picture of an open GOP, more if the intra macroblocks come bit by bit. Returns undefined if it
 * does not say.
 */
export function recoveryFrames(nal: Uint8Array): number | undefined {
  const bytes = unescape(nal, maxBytes);
  let at = 0;
  const number = (): number => {
    let sum = 0;
    while (bytes[at] === 0xff) {
      sum += 255;
      at += 1;
    }
    sum += bytes[at] ?? 0;
    at += 1;
    return sum;
  };
  // The last byte is the stop bit.
  while (at + 2 < bytes.length) {
    const type = number();
    const size = number();
    if (type === RECOVERY_POINT) {
      try {
        return new BitReader(bytes.subarray(at, at + size)).ue();
      } catch {
        return undefined;
      }
    }
    at += size;
  }
  return undefined;
}
