/** The first fields of a slice header (ITU-T H.264 §7.3.3). */
import { BitReader, unescape } from './bits.ts';
import type { Sps } from './sps.ts';

export interface SliceStart {
  readonly firstMacroblock: number;
  readonly ppsId: number;
  readonly frameNum: number;
}

/** Three Exp-Golomb numbers and sixteen bits at most, with room for emulation prevention. */
const mostBytes = 32;

/** Reads a slice NAL unit (types 1 and 5); undefined when it is too short or makes no sense. */
export function parseSliceStart(nal: Uint8Array, sps: Sps): SliceStart | undefined {
  try {
    const bits = new BitReader(unescape(nal.subarray(0, mostBytes)));
    const firstMacroblock = bits.ue();
    bits.ue();
    const ppsId = bits.ue();
    if (sps.separateColourPlanes) bits.u(2);
    return { firstMacroblock, ppsId, frameNum: bits.u(sps.frameNumBits) };
  } catch {
    return undefined;
  }
}
