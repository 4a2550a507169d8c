/**
 * The same picture again, for next to nothing: a P picture in which every macroblock is skipped
 * (ITU-T H.264 §7.3.3), as an encoder writes it when nothing moves.
 */
import type { CodedVideo } from '../../unit.ts';
import { BitWriter } from '../../bits/bit-writer.ts';
import { idrFields, ppsFields, spsFields, type PpsFields, type SpsFields } from './fields.ts';
import { skippedQp, type SkippedRun, skippedRun, writeSkipped } from './skipped-cabac.ts';

/** Of a picture of 4096x2304, the largest that level 5.2 has; a larger one is not repeated. */
const mostMacroblocks = 36_864;

const typeOf = (nal: Uint8Array): number => (nal[0] ?? 0) & 0x1f;

/**
 * Makes the `count` pictures that repeat a key picture right after it: the NAL unit of each, in order. Undefined
 * where its stream does not allow for it: fields, scaling lists, groups of slices, a picture of more than
 * 4096x2304, or no IDR picture.
 */
export function repeatsOf(
  key: Pick<CodedVideo, 'nals'>,
  count: number,
): readonly Uint8Array[] | undefined {
  try {
    const first = key.nals.find((nal) => typeOf(nal) === 5);
    const sets = key.nals.filter((nal) => typeOf(nal) === 7);
    const sps = sets[0] && spsFields(sets[0]);
    if (first === undefined || sps === undefined) return undefined;
    if (sps.macroblocks > mostMacroblocks) return undefined;
    const idr = idrFields(first, sps);
    const all = key.nals.filter((nal) => typeOf(nal) === 8).map(ppsFields);
    const pps = all.find((one) => one?.id === idr.pps);
    if (pps === undefined) return undefined;
    const run = skippedRun(sps.macroblocks);
    return Array.from({ length: count }, (_, at) => skipped({ sps, pps, run }, at + 1, idr.order));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What all of them have in common. */
interface Common {
  readonly sps: SpsFields;
  readonly pps: PpsFields;
  readonly run: SkippedRun;
}

/** The `number`th picture after the IDR picture, whose pic_order_cnt_lsb is `order`. */
function skipped({ sps, pps, run }: Common, number: number, order: number): Uint8Array {
  const bits = new BitWriter();
  // first_mb_in_slice; every slice of the picture is P.
  bits.ue(0).ue(5).ue(pps.id);
  bits.u(number % 2 ** sps.frameNumBits, sps.frameNumBits);
  if (sps.orderType === 0) {
    bits.u((order + 2 * number) % 2 ** sps.orderBits, sps.orderBits);
    if (pps.bottomOrder) bits.se(0);
  }
  if (sps.orderType === 1 && !sps.orderFixed) {
    bits.se(0);
    if (pps.bottomOrder) bits.se(0);
  }
  if (pps.redundant) bits.ue(0);
  // One reference picture, in the usual order: the picture before.
  bits.u(1, 1).ue(0).u(0, 1);
  if (pps.weighted) {
    bits.ue(0);
    if (sps.colour) bits.ue(0);
    bits.u(0, sps.colour ? 2 : 1);
  }
  // Kept as reference pictures usually are.
  bits.u(0, 1);
  if (pps.cabac) bits.ue(0);
  bits.se(pps.cabac ? skippedQp - pps.qp : 0);
  // Nothing is smoothed.
  if (pps.deblocking) bits.ue(1);
  if (pps.cabac) writeSkipped(bits, run);
  else bits.ue(sps.macroblocks).u(1, 1).align(0);
  return bits.nal(0x21);
}
