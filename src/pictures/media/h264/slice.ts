/** The first fields of a slice header (ITU-T H.264 §7.3.3). */
import { BitReader } from '../bits/bit-reader.ts';
import { unescape } from './nal.ts';
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

/** The further fields of an IDR slice. */
export interface IdrStart extends SliceStart {
  /** pic_order_cnt_lsb; 0 if there is none. */
  readonly order: number;
}

/** Three Exp-Golomb numbers and sixteen bits at most, with room for emulation prevention; of an IDR slice one and sixteen more. */
const [maxBytes, maxIdrBytes] = [32, 40];

/** Reads a slice NAL unit (types 1 and 5); returns undefined if it is too short or makes no sense. */
export function parseSliceStart(nal: Uint8Array, sps: Sps): SliceStart | undefined {
  try {
    return readStart(bitsOf(nal, maxBytes), sps);
  } catch {
    return undefined;
  }
}

/** Reads an IDR slice NAL unit (type 5). @throws RangeError if it is too short or makes no sense */
export function parseIdrStart(nal: Uint8Array, sps: Sps): IdrStart {
  const bits = bitsOf(nal, maxIdrBytes);
  const start = readStart(bits, sps);
  bits.ue();
  return { ...start, order: sps.order.type === 0 ? bits.u(sps.order.bits) : 0 };
}

const bitsOf = (nal: Uint8Array, most: number): BitReader =>
  new BitReader(unescape(nal.subarray(0, most)));

function readStart(bits: BitReader, sps: Sps): SliceStart {
  const firstMacroblock = bits.ue();
  const type = types[bits.ue() % 5] ?? 'P';
  const ppsId = bits.ue();
  if (sps.separateColourPlanes) bits.u(2);
  return { firstMacroblock, type, ppsId, frameNum: bits.u(sps.frameNumBits) };
}
