/** What a slice header depends on, of the parameter sets and the IDR picture before it (ITU-T H.264 §7.3). */
import { BitReader, unescape } from '../../bits/bit-reader.ts';

/** Of the sequence parameter set. */
export interface SpsFields {
  readonly frameNumBits: number;
  readonly orderType: number;
  /** Bits of pic_order_cnt_lsb; only with order type 0. */
  readonly orderBits: number;
  /** delta_pic_order_always_zero_flag; only with order type 1. */
  readonly orderFixed: boolean;
  readonly macroblocks: number;
  readonly colour: boolean;
}

/** Of the picture parameter set. */
export interface PpsFields {
  readonly id: number;
  readonly cabac: boolean;
  readonly bottomOrder: boolean;
  readonly weighted: boolean;
  readonly qp: number;
  readonly deblocking: boolean;
  readonly redundant: boolean;
}

/** Profiles that carry chroma_format_idc and scaling lists (§7.3.2.1.1). */
const high = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Undefined for fields, scaling lists, and pictures that refer to none: nothing is repeated there. */
export function spsFields(nal: Uint8Array): SpsFields | undefined {
  const bits = new BitReader(unescape(nal));
  const profile = bits.u(8);
  bits.u(16);
  bits.ue();
  let colour = true;
  if (high.has(profile)) {
    const format = bits.ue();
    if (format === 3) return undefined;
    colour = format !== 0;
    bits.ue();
    bits.ue();
    bits.flag();
    if (bits.flag()) return undefined;
  }
  const frameNumBits = bits.ue() + 4;
  const orderType = bits.ue();
  const orderBits = orderType === 0 ? bits.ue() + 4 : 0;
  let orderFixed = false;
  if (orderType === 1) {
    orderFixed = bits.flag();
    bits.se();
    bits.se();
    for (let left = Math.min(bits.ue(), 255); left > 0; left -= 1) bits.se();
  }
  const references = bits.ue();
  bits.flag();
  const macroblocks = (bits.ue() + 1) * (bits.ue() + 1);
  const framesOnly = bits.flag();
  if (!framesOnly || references === 0 || orderType > 2) return undefined;
  return { frameNumBits, orderType, orderBits, orderFixed, macroblocks, colour };
}

/** Undefined where macroblocks come in groups (§8.2.2). */
export function ppsFields(nal: Uint8Array): PpsFields | undefined {
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

/** pps_id and pic_order_cnt_lsb of an IDR slice; the latter is 0 where there is none. */
export function idrFields(nal: Uint8Array, sps: SpsFields): { pps: number; order: number } {
  const bits = new BitReader(unescape(nal.subarray(0, 40)));
  bits.ue();
  bits.ue();
  const pps = bits.ue();
  bits.u(sps.frameNumBits);
  bits.ue();
  return { pps, order: sps.orderType === 0 ? bits.u(sps.orderBits) : 0 };
}
