/** The needed part of a sequence parameter set (ITU-T H.264 §7.3.2.1). */
import { BitReader } from '../bits/bit-reader.ts';
import { unescape } from './nal.ts';
import { readUsability } from './vui.ts';

export interface Sps {
  /** Size of the picture shown, cropping applied. */
  readonly width: number;
  readonly height: number;
  /** Size of the frame that is decoded, however much of it is shown. */
  readonly codedPixels: number;
  /** profile_idc, constraint flags, level_idc in six hex digits. */
  readonly profileLevelId: string;
  /** Bits of frame_num in a slice header. */
  readonly frameNumBits: number;
  /** The encoder may leave out pictures on purpose. */
  readonly gapsAllowed: boolean;
  readonly separateColourPlanes: boolean;
  /** How many pictures may come before one that is shown earlier; undefined if it does not say. */
  readonly reorderFrames: number | undefined;
  /** Microseconds from one picture to the next; undefined if it does not say. */
  readonly intervalUs: number | undefined;
  /** chroma_format_idc: 0 for pictures without colour. */
  readonly chromaFormat: number;
  readonly hasScalingLists: boolean;
  /** All its pictures are frames, none fields. */
  readonly framesOnly: boolean;
  /** How many pictures others may refer to. */
  readonly referenceFrames: number;
  readonly order: PictureOrder;
}

/** How a slice header says when its picture is shown (§8.2.1). */
export interface PictureOrder {
  /** pic_order_cnt_type. */
  readonly type: number;
  /** Bits of pic_order_cnt_lsb; 0 except with type 0. */
  readonly bits: number;
  /** delta_pic_order_always_zero_flag; only with type 1. */
  readonly fixed: boolean;
}

/** Macroblocks of the largest frame of any level, 6.2 (§A.3.1, table A-1). */
const largestFrame = 139_264;
/** Of its width or height at most (§A.3.1): the square root of eight times as many. */
const longestSide = Math.floor(Math.sqrt(8 * largestFrame));

/** Profiles that carry chroma_format_idc and scaling lists. */
const high = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Reads an SPS NAL unit; returns undefined if it is none or makes no sense. */
export function parseSps(nal: Uint8Array): Sps | undefined {
  if (nal.length < 4 || ((nal[0] ?? 0) & 0x9f) !== 7) return undefined;
  try {
    return read(nal);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(nal: Uint8Array): Sps | undefined {
  const bits = new BitReader(unescape(nal));
  const profile = bits.u(8);
  bits.u(16);
  if (bits.ue() > 31) return undefined;
  const chroma = high.has(profile) ? readChroma(bits) : usualChroma;
  const frameNumBits = bits.ue() + 4;
  const order = readPictureOrder(bits);
  const referenceFrames = bits.ue();
  const gapsAllowed = bits.flag();
  const widthMbs = bits.ue() + 1;
  const heightUnits = bits.ue() + 1;
  const framesOnly = bits.flag() ? 1 : 0;
  const heightMbs = heightUnits * (2 - framesOnly);
  // Cropped parts are decoded all the same.
  if (Math.max(widthMbs, heightMbs) > longestSide) return undefined;
  if (widthMbs * heightMbs > largestFrame) return undefined;
  if (framesOnly === 0) bits.flag();
  bits.flag();
  // Left, right, top, bottom (§7.4.2.1.1).
  const crop = bits.flag() ? [bits.ue(), bits.ue(), bits.ue(), bits.ue()] : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chroma.separate || chroma.format === 0 || chroma.format === 3 ? 1 : 2;
  const unitY = (!chroma.separate && chroma.format === 1 ? 2 : 1) * (2 - framesOnly);
  const width = widthMbs * 16 - (left + right) * unitX;
  const height = heightMbs * 16 - (top + bottom) * unitY;
  const sane = width >= 16 && width <= 16_384 && height >= 16 && height <= 16_384;
  if (!sane || frameNumBits > 16 || chroma.format > 3) return undefined;
  const usability = readUsability(bits);
  // Baseline knows no B pictures (§A.2.1), and pictures of type 2 are shown as they come (§8.2.1.3).
  const inOrder = profile === 66 || order.type === 2;
  return {
    width,
    height,
    codedPixels: widthMbs * heightMbs * 256,
    profileLevelId: profileLevelId(nal),
    frameNumBits,
    gapsAllowed,
    separateColourPlanes: chroma.separate,
    reorderFrames: inOrder ? 0 : usability.reorderFrames,
    intervalUs: usability.intervalUs,
    chromaFormat: chroma.format,
    hasScalingLists: chroma.scaled,
    framesOnly: framesOnly === 1,
    referenceFrames,
    order,
  };
}

/**
 * Returns profile_idc, constraint flags and level_idc of an SPS NAL unit in six hex digits, as in SDP (RFC
 * 6184 §8.1).
 */
export function profileLevelId(sps: Uint8Array): string {
  return Buffer.from(sps.subarray(1, 4)).toString('hex');
}

interface Chroma {
  readonly format: number;
  readonly separate: boolean;
  readonly scaled: boolean;
}

const usualChroma: Chroma = { format: 1, separate: false, scaled: false };

function readChroma(bits: BitReader): Chroma {
  const format = bits.ue();
  const separate = format === 3 && bits.flag();
  bits.ue();
  bits.ue();
  bits.flag();
  const scaled = bits.flag();
  if (scaled) {
    const lists = format === 3 ? 12 : 8;
    for (let list = 0; list < lists; list += 1) {
      if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
    }
  }
  return { format, separate, scaled };
}

/** §7.3.2.1.1.1 */
function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let at = 0; at < size; at += 1) {
    if (next !== 0) next = (last + bits.se() + 256) % 256;
    if (next !== 0) last = next;
  }
}

function readPictureOrder(bits: BitReader): PictureOrder {
  const type = bits.ue();
  if (type > 2) throw new RangeError('no such pic_order_cnt_type');
  if (type === 0) return { type, bits: bits.ue() + 4, fixed: false };
  if (type === 2) return { type, bits: 0, fixed: false };
  const fixed = bits.flag();
  bits.se();
  bits.se();
  const cycle = bits.ue();
  if (cycle > 255) throw new RangeError('cycle too long');
  for (let at = 0; at < cycle; at += 1) bits.se();
  return { type, bits: 0, fixed };
}
