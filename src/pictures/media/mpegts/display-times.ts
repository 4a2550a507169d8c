import { beginsPicture, packetBytes, payloadAt } from './packet.ts';

/** Ticks of MPEG-TS (ISO/IEC 13818-1 §2.4.3.7): 90 kHz, 33 bits. */
const ticksPerUs = 0.09;
const wrap = 2 ** 33;

/**
 * Writes into each picture of an MPEG-TS segment when it is shown (PTS, ISO/IEC 13818-1 §2.4.3.7), in place:
 * the muxer gave all of them the time at which they are decoded (DTS). `shownUs` has one time for each
 * picture, in order.
 */
export function writeDisplayTimes(segment: Uint8Array, shownUs: readonly number[]): void {
  let picture = 0;
  for (let at = 0; at + packetBytes <= segment.length; at += packetBytes) {
    if (!beginsPicture(segment, at)) continue;
    const pes = payloadAt(segment, at);
    // Both times are there.
    if (((segment[pes + 7] ?? 0) & 0xc0) !== 0xc0) continue;
    const us = shownUs[picture];
    picture += 1;
    if (us === undefined) continue;
    const shown = Math.round(us * ticksPerUs) % wrap;
    const decoded = readTime(segment.subarray(pes + 14, pes + 19));
    // The muxer rounds in its own way: a picture is not shown a tick before it is decoded.
    const isBefore = decoded > shown && decoded - shown < wrap / 2;
    writeTime(segment.subarray(pes + 9, pes + 14), isBefore ? decoded : shown);
  }
}

/** Four bits of mark, then 3, 15 and 15 bits, a 1 after each. */
function readTime([a = 0, b = 0, c = 0, d = 0, e = 0]: Uint8Array): number {
  return ((a >> 1) & 7) * 2 ** 30 + ((b << 22) | ((c >> 1) << 15) | (d << 7) | (e >> 1));
}

/** The four bits of mark stay. */
function writeTime(field: Uint8Array, ticks: number): void {
  const low = ticks % 2 ** 30;
  field[0] = ((field[0] ?? 0) & 0xf0) | (Math.floor(ticks / 2 ** 30) << 1) | 1;
  field[1] = (low >> 22) & 0xff;
  field[2] = ((low >> 14) & 0xfe) | 1;
  field[3] = (low >> 7) & 0xff;
  field[4] = ((low << 1) & 0xfe) | 1;
}
