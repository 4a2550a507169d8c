/** NAL units with start codes between them (ITU-T H.264 annex B): as they lie in a file, in MPEG-TS, and before a decoder. */
import { limits } from '../limits.ts';

/** As it is written; those that are read may have one zero less, or more. */
export const startCode = Buffer.from([0, 0, 0, 1]);
/** The part that every one of them has. */
const mark = Buffer.from([0, 0, 1]);

/** Joins the NAL units by start codes. */
export function joinNals(nals: readonly Uint8Array[]): Buffer {
  return Buffer.concat(nals.flatMap((nal) => [startCode, nal]));
}

/** Returns the NAL units of a byte stream, as views of it. Bytes before the first start code are none. */
export function splitNals(stream: Buffer): Buffer[] {
  const first = stream.indexOf(mark);
  if (first < 0) return [];
  return split(stream.subarray(first), Infinity).filter(({ length }) => length > 0);
}

/**
 * Whether `nal` is one well-formed NAL unit, as nearly all are: nothing need be split off it. Many cameras
 * put start codes where RTP knows none (RFC 6184): a whole key picture in one packet, one NAL unit or one
 * `sprop-parameter-sets`.
 */
export function isOneUnit(nal: Buffer): boolean {
  return nal[0] !== 0 && nal[nal.length - 1] !== 0 && nal.indexOf(mark) < 0;
}

/**
 * Returns the NAL units inside `nal`, without start codes; views into it. Emulation prevention keeps start
 * codes out of a well-formed one (§7.4.1). What follows the 512th stays one piece. Two start codes in a row
 * have nothing between them: that counts, too.
 */
export function splitStartCodes(nal: Buffer): readonly Buffer[] {
  return split(nal, limits.unitNals);
}

function split(bytes: Buffer, most: number): Buffer[] {
  let at = bytes.indexOf(mark);
  const nals: Buffer[] = [];
  let from = 0;
  while (at >= 0 && nals.length < most) {
    nals.push(withoutZeros(bytes.subarray(from, at)));
    from = at + mark.length;
    at = bytes.indexOf(mark, from);
  }
  nals.push(withoutZeros(bytes.subarray(from)));
  return nals;
}

/** The last byte of a NAL unit is never zero (§7.4.1): it is padding, or of the next start code. */
function withoutZeros(nal: Buffer): Buffer {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) end -= 1;
  return nal.subarray(0, end);
}
