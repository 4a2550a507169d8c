import type { BitWriter } from './bit-writer.ts';

/**
 * rangeTabLPS (ITU-T H.264 table 9-44) from state 42 on. A run that begins there and has nothing but the more
 * probable value never comes to the states before.
 */
const lessProbable = [
  [16, 20, 23, 27],
  [15, 19, 22, 25],
  [14, 18, 21, 24],
  [14, 17, 20, 23],
  [13, 16, 19, 22],
  [12, 15, 18, 21],
  [12, 14, 17, 20],
  [11, 14, 16, 19],
  [11, 13, 15, 18],
  [10, 12, 15, 17],
  [10, 12, 14, 16],
  [9, 11, 13, 15],
  [9, 11, 12, 14],
  [8, 10, 12, 14],
  [8, 9, 11, 13],
  [7, 9, 11, 12],
  [7, 9, 10, 12],
  [7, 8, 10, 11],
  [6, 8, 9, 11],
  [6, 7, 9, 10],
  [6, 7, 8, 9],
] as const;

/**
 * SliceQP at which mb_skip_flag of a P slice with cabac_init_idc 0 begins in state 42, with 1 as the more probable
 * value (§9.3.1.1: m = 23, n = 33).
 */
export const skippedQp = 51;

/**
 * Writes the slice data of a P slice in which every macroblock is skipped, by CABAC (§7.3.4, §9.3.4.2), with
 * what follows it to the end of the NAL unit. The header before it must say `skippedQp` and cabac_init_idc 0.
 */
export function writeSkipped(bits: BitWriter, macroblocks: number): void {
  let low = 0;
  let range = 510;
  let outstanding = 0;
  let first = true;
  let state = 0;

  const put = (bit: number): void => {
    if (first) first = false;
    else bits.u(bit, 1);
    for (; outstanding > 0; outstanding -= 1) bits.u(1 - bit, 1);
  };
  const renormalise = (): void => {
    for (; range < 256; range <<= 1, low <<= 1) {
      if (low < 256) put(0);
      else if (low >= 512) {
        low -= 512;
        put(1);
      } else {
        low -= 256;
        outstanding += 1;
      }
    }
  };

  bits.align(1);
  for (let left = macroblocks; left > 0; left -= 1) {
    // mb_skip_flag is 1. Neighbours that are skipped do not change its context (§9.3.3.1.1.1).
    range -= lessProbable[state]?.[(range >> 6) & 3] ?? 0;
    state = Math.min(state + 1, lessProbable.length - 1);
    renormalise();
    // end_of_slice_flag is 0 but for the last.
    range -= 2;
    if (left > 1) renormalise();
  }
  low += range;
  range = 2;
  renormalise();
  put((low >> 9) & 1);
  // The last bit is rbsp_stop_one_bit.
  bits.u(((low >> 7) & 3) | 1, 2).align(0);
}
