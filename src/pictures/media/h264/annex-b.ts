/**
 * NAL units that came with start codes (ITU-T H.264 annex B) in a place where RTP knows none (RFC 6184): many
 * cameras put a whole key picture so into one packet, one NAL unit or one `sprop-parameter-sets`.
 */
import { limits } from '../limits.ts';

const startCode = Buffer.from([0, 0, 1]);

/** Whether `nal` is one NAL unit of good manners, as nearly all are: nothing need be split off it. */
export function isOneUnit(nal: Buffer): boolean {
  return nal[0] !== 0 && nal[nal.length - 1] !== 0 && nal.indexOf(startCode) < 0;
}

/**
 * The NAL units inside `nal`, without start codes; views into it. Emulation prevention
 * keeps start codes out of one of good manners (§7.4.1). What follows the 512th stays one piece. Where start code
 * follows start code there is nothing between: those count, too.
 */
export function splitStartCodes(nal: Buffer): readonly Buffer[] {
  let at = nal.indexOf(startCode);
  const nals: Buffer[] = [];
  let from = 0;
  while (at >= 0 && nals.length < limits.unitNals) {
    nals.push(withoutZeros(nal.subarray(from, at)));
    from = at + startCode.length;
    at = nal.indexOf(startCode, from);
  }
  nals.push(withoutZeros(nal.subarray(from)));
  return nals;
}

/** The last byte of a NAL unit is never zero (§7.4.1): it is padding, or of the next start code. */
function withoutZeros(nal: Buffer): Buffer {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) end -= 1;
  return nal.subarray(0, end);
}
