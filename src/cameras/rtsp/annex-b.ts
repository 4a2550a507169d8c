/**
 * NAL units that came with start codes (ITU-T H.264 annex B) in a place where RTP knows none (RFC 6184): many
 * cameras put a whole key picture so into one packet, one NAL unit or one `sprop-parameter-sets`.
 */
import { limits } from './limits.ts';

const startCode = Buffer.from([0, 0, 1]);

/**
 * The NAL units inside `nal`, without start codes; views into it. One of good manners is given back as it is:
 * emulation prevention keeps start codes out of it (§7.4.1). What follows the 512th stays one piece.
 */
export function splitStartCodes(nal: Buffer): readonly Buffer[] {
  let at = nal.indexOf(startCode);
  // The last byte of a NAL unit is never zero: it is padding, or of the next start code.
  if (at < 0) return nal.at(-1) === 0 ? [withoutZeros(nal)] : [nal];
  const nals: Buffer[] = [];
  let from = 0;
  while (at >= 0 && nals.length < limits.unitNals) {
    nals.push(withoutZeros(nal.subarray(from, at)));
    from = at + startCode.length;
    at = nal.indexOf(startCode, from);
  }
  nals.push(withoutZeros(nal.subarray(from)));
  return nals.filter(({ length }) => length > 0);
}

function withoutZeros(nal: Buffer): Buffer {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) end -= 1;
  return nal.subarray(0, end);
}
