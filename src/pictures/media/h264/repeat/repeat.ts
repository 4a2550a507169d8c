/**
 * Makes the same picture again, for next to nothing: a P picture in which every macroblock is skipped (ITU-T
 * H.264 §7.3.3), as an encoder writes it when nothing moves.
 */
import type { CodedVideo } from '../../unit.ts';
import { BitWriter } from '../../bits/bit-writer.ts';
import { nalType, typeOf, writeNal } from '../nal.ts';
import { parsePps, type Pps } from '../pps.ts';
import { parseIdrStart } from '../slice.ts';
import { parseSps, type Sps } from '../sps.ts';
import { skippedQp, type SkippedRun, skippedRun, writeSkipped } from './skipped-cabac.ts';

/** A picture of 4096x2304, the largest that level 5.2 has; a larger one is not repeated. */
const maxPixels = 4_096 * 2_304;
/** Of a macroblock. */
const macroblockPixels = 256;

/**
 * Makes the `count` pictures that repeat a key picture right after it: the NAL unit of each, in order.
 * Returns undefined if its stream does not allow for it: fields, scaling lists, groups of slices, a picture
 * of more than 4096x2304, or no IDR picture.
 */
export function repeatsOf(
  key: Pick<CodedVideo, 'nals'>,
  count: number,
): readonly Uint8Array[] | undefined {
  try {
    const first = key.nals.find((nal) => typeOf(nal) === nalType.idr);
    const set = key.nals.find((nal) => typeOf(nal) === nalType.sps);
    const sps = set && parseSps(set);
    if (first === undefined || sps === undefined || !isRepeatable(sps)) return undefined;
    if (sps.codedPixels > maxPixels) return undefined;
    const idr = parseIdrStart(first, sps);
    const all = key.nals.filter((nal) => typeOf(nal) === nalType.pps).map(parsePps);
    const pps = all.find((one) => one?.id === idr.ppsId);
    if (pps === undefined) return undefined;
    const run = skippedRun(macroblocksOf(sps));
    return Array.from({ length: count }, (_, at) => skipped({ sps, pps, run }, at + 1, idr.order));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Neither fields nor scaling lists, nor pictures that refer to none. */
const isRepeatable = (sps: Sps): boolean =>
  sps.framesOnly && !sps.hasScalingLists && sps.referenceFrames > 0 && sps.chromaFormat < 3;

const macroblocksOf = ({ codedPixels }: Sps): number => codedPixels / macroblockPixels;

/** What all of them have in common. */
interface Common {
  readonly sps: Sps;
  readonly pps: Pps;
  readonly run: SkippedRun;
}

/** Returns the `number`th picture after the IDR picture, whose pic_order_cnt_lsb is `order`. */
function skipped({ sps, pps, run }: Common, number: number, order: number): Uint8Array {
  const bits = new BitWriter();
  // first_mb_in_slice; every slice of the picture is P.
  bits.ue(0).ue(5).ue(pps.id);
  bits.u(number % 2 ** sps.frameNumBits, sps.frameNumBits);
  if (sps.order.type === 0) {
    bits.u((order + 2 * number) % 2 ** sps.order.bits, sps.order.bits);
    if (pps.bottomOrder) bits.se(0);
  }
  if (sps.order.type === 1 && !sps.order.fixed) {
    bits.se(0);
    if (pps.bottomOrder) bits.se(0);
  }
  if (pps.redundant) bits.ue(0);
  // One reference picture, in the usual order: the picture before.
  bits.u(1, 1).ue(0).u(0, 1);
  if (pps.weighted) {
    bits.ue(0);
    const hasColour = sps.chromaFormat > 0;
    if (hasColour) bits.ue(0);
    bits.u(0, hasColour ? 2 : 1);
  }
  // Kept as reference pictures usually are.
  bits.u(0, 1);
  if (pps.cabac) bits.ue(0);
  bits.se(pps.cabac ? skippedQp - pps.qp : 0);
  // Nothing is smoothed.
  if (pps.deblocking) bits.ue(1);
  if (pps.cabac) writeSkipped(bits, run);
  else bits.ue(macroblocksOf(sps)).u(1, 1).align(0);
  return writeNal(0x21, bits.done());
}
