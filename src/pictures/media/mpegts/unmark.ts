import { adaptationBytes, beginsPicture, packetBytes } from './packet.ts';

/**
 * Removes the random access mark from the first picture of an MPEG-TS segment (ISO/IEC 13818-1 §2.4.3.5), in
 * place. The muxer only begins with a picture called key; if the first is none, a player must not take it for
 * one, or it would show a torn picture.
 */
export function unmarkFirstPicture(segment: Uint8Array): void {
  for (let at = 0; at + packetBytes <= segment.length; at += packetBytes) {
    if (!beginsPicture(segment, at) || adaptationBytes(segment, at) === 0) continue;
    segment[at + 5] = (segment[at + 5] ?? 0) & ~0x40;
    return;
  }
}
