/** The needed part of a picture parameter set (ITU-T H.264 §7.3.2.2). */
import { BitReader } from '../bits/bit-reader.ts';
import { unescape } from './nal.ts';

/** What a slice header depends on. */
export interface Pps {
  readonly id: number;
  readonly cabac: boolean;
  readonly bottomOrder: boolean;
  readonly weighted: boolean;
  readonly qp: number;
  readonly deblocking: boolean;
  readonly redundant: boolean;
}

/** Returns the id of a PPS NAL unit; undefined if it makes no sense. The rest of it is not read. */
export function ppsId(nal: Uint8Array): number | undefined {
  try {
    const id = new BitReader(unescape(nal, 8)).ue();
    return id <= 255 ? id : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a PPS NAL unit; returns undefined if macroblocks come in groups (§8.2.2).
 * @throws RangeError if it is too short or makes no sense
 */
export function parsePps(nal: Uint8Array): Pps | undefined {
  const bits = new BitReader(unescape(nal));
  const id = bits.ue();
  bits.ue();
  const cabac = bits.flag();
  const bottomOrder = bits.flag();
  if (bits.ue() !== 0) return undefined;
  bits.ue();
  bits.ue();
  const weighted = bits.flag();
  bits.u(2);
  const qp = 26 + bits.se();
  bits.se();
  bits.se();
  const deblocking = bits.flag();
  bits.flag();
  return { id, cabac, bottomOrder, weighted, qp, deblocking, redundant: bits.flag() };
}
