const packetSize = 188;

/**
 * Takes the random access mark from the first picture of an MPEG-TS segment (ISO/IEC 13818-1
 * §2.4.3.5), in place. The muxer will only begin with a picture called key; where the first is none,
 * a player must not take it for one, or it would show a torn picture.
 */
export function unmarkFirstPicture(segment: Uint8Array): void {
  for (let at = 0; at + packetSize <= segment.length; at += packetSize) {
    const starts = ((segment[at + 1] ?? 0) & 0x40) !== 0;
    const adapts = ((segment[at + 3] ?? 0) & 0x20) !== 0;
    const length = segment[at + 4] ?? 0;
    if (!starts || !adapts || length === 0) continue;
    // Stream ids 0xe0 to 0xef are video (§2.4.3.7).
    if (((segment[at + 5 + length + 3] ?? 0) & 0xf0) !== 0xe0) continue;
    segment[at + 5] = (segment[at + 5] ?? 0) & ~0x40;
    return;
  }
}
