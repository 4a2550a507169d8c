import type { BitWriter } from '../../bits/bit-writer.ts';

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

/** The slice data of a P slice in which every macroblock is skipped. */
export interface SkippedRun {
  /** How many 0 bits come first. */
  readonly zeros: number;
  /** codIRange after them. */
  readonly range: number;
}

/**
 * Codes that slice data by CABAC (§7.3.4, §9.3.4.2). Every bin has the more probable value or ends nothing,
 * so codILow stays 0: everything that is put out before the end is 0, and need only be counted.
 */
export function skippedRun(macroblocks: number): SkippedRun {
  let range = 510;
  let state = 0;
  let zeros = 0;
  const renormalise = (): void => {
    for (; range < 256; range <<= 1) zeros += 1;
  };
  for (let left = macroblocks; left > 0; left -= 1) {
    // mb_skip_flag is 1. Neighbours that are skipped do not change its context (§9.3.3.1.1.1).
    range -= lessProbable[state]?.[(range >> 6) & 3] ?? 0;
    state = Math.min(state + 1, lessProbable.length - 1);
    renormalise();
    // end_of_slice_flag is 0 but for the last.
    range -= 2;
    if (left > 1) renormalise();
  }
  return { zeros, range };
}

/**
 * Writes it, with what follows it to the end of the NAL unit. The header before it must say `skippedQp` and
 * cabac_init_idc 0.
 */
export function writeSkipped(bits: BitWriter, { zeros, range }: SkippedRun): void {
  bits.align(1);
  for (let left = zeros; left > 0; left -= 1) bits.u(0, 1);
  // EncodeFlush (§9.3.4.5) puts out codILow, which is codIRange now; the last bit is rbsp_stop_one_bit.
  bits.u(range | 1, 9).align(0);
}
