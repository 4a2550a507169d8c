/** The first fields of a slice header (ITU-T H.264 §7.3.3). */
import { BitReader, unescape } from '../bits/bit-reader.ts';
import type { Sps } from './sps.ts';

/** §7.4.3, table 7-6: predicted, from both sides, intra, and the two switching kinds. */
export type SliceType = 'P' | 'B' | 'I' | 'SP' | 'SI';

const types = ['P', 'B', 'I', 'SP', 'SI'] as const;

export interface SliceStart {
  readonly firstMacroblock: number;
  readonly type: SliceType;
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
    const type = types[bits.ue() % 5] ?? 'P';
    const ppsId = bits.ue();
    if (sps.separateColourPlanes) bits.u(2);
    return { firstMacroblock, type, ppsId, frameNum: bits.u(sps.frameNumBits) };
  } catch {
    return undefined;
  }
}
