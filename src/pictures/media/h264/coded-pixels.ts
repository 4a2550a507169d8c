/** How large a picture is for its decoder. */
import { limits } from '../limits.ts';
import { nalType } from './nal.ts';
import { parseSps } from './sps.ts';

const startCode = Buffer.from([0, 0, 1]);
/** An id has one of 32 values (ITU-T H.264 §7.4.2.1.1). */
const maxSets = 32;
/** Eight times as many as a camera's picture may have. */
const maxUnits = 8 * limits.unitNals;

/**
 * Returns the most pixels to which a frame of `picture` (H.264 with start codes, as a decoder reads it) is
 * decoded by what it says of itself; Infinity if it does not say, not in words that can be read, or at more
 * length than any camera does. Cropping makes a frame no smaller.
 */
export function codedPixels(picture: Uint8Array): number {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  let most = 0;
  let [units, sets] = [0, 0];
  // Not only where the units were cut before: to a decoder a start code inside one begins another.
  let at = bytes.indexOf(startCode);
  while (at >= 0) {
    const from = at + startCode.length;
    units += 1;
    if (units > maxUnits) return Infinity;
    at = bytes.indexOf(startCode, from);
    if (((bytes[from] ?? 0) & 0x1f) !== nalType.sps) continue;
    sets += 1;
    const end = Math.min(at < 0 ? bytes.length : at, from + limits.parameterSetBytes);
    const sps = sets > maxSets ? undefined : parseSps(bytes.subarray(from, end));
    if (sps === undefined) return Infinity;
    most = Math.max(most, sps.codedPixels);
  }
  return most === 0 ? Infinity : most;
}
