/** How large a picture is for whoever decodes it. */
import { parseSps } from './rtsp/sps.ts';

const startCode = Buffer.from([0, 0, 1]);

/**
 * The most pixels that a frame of `picture` (H.264 with start codes, as a decoder reads it) is decoded to by
 * what it says of itself; Infinity where it does not say, or not in words that can be read. Cropping makes
 * a frame no smaller.
 */
export function codedPixels(picture: Uint8Array): number {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  let most = 0;
  // Not only where the units were cut before: a start code inside one begins another for a decoder.
  let at = bytes.indexOf(startCode);
  while (at >= 0) {
    const from = at + startCode.length;
    at = bytes.indexOf(startCode, from);
    if (((bytes[from] ?? 0) & 0x1f) !== 7) continue;
    const sps = parseSps(bytes.subarray(from, at < 0 ? bytes.length : at));
    most = Math.max(most, sps?.codedPixels ?? Infinity);
  }
  return most === 0 ? Infinity : most;
}
