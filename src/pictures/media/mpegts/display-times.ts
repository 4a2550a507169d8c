const packetSize = 188;
/** Ticks of MPEG-TS (ISO/IEC 13818-1 §2.4.3.7): 90 kHz, 33 bits. */
const ticksPerUs = 0.09;
const wrap = 2 ** 33;

/**
 * Writes into each picture of an MPEG-TS segment when it is shown (PTS, ISO/IEC 13818-1 §2.4.3.7), in place: the
 * muxer gave all of them the time at which they are decoded (DTS). `shownUs`: one a picture, in order.
 */
export function writeDisplayTimes(segment: Uint8Array, shownUs: readonly number[]): void {
  let picture = 0;
  for (let at = 0; at + packetSize <= segment.length; at += packetSize) {
    const starts = ((segment[at + 1] ?? 0) & 0x40) !== 0;
    const adapts = ((segment[at + 3] ?? 0) & 0x20) !== 0;
    const pes = at + 4 + (adapts ? 1 + (segment[at + 4] ?? 0) : 0);
    // Stream ids 0xe0 to 0xef are video; 0xc0: both times are there.
    const isVideo = ((segment[pes + 3] ?? 0) & 0xf0) === 0xe0;
    if (!starts || !isVideo || ((segment[pes + 7] ?? 0) & 0xc0) !== 0xc0) continue;
    const us = shownUs[picture];
    picture += 1;
    if (us !== undefined) writeTime(segment.subarray(pes + 9, pes + 14), us);
  }
}

/** Four bits of mark stay; then 3, 15 and 15 bits, a 1 after each. */
function writeTime(field: Uint8Array, us: number): void {
  const ticks = Math.round(us * ticksPerUs) % wrap;
  const low = ticks % 2 ** 30;
  field[0] = ((field[0] ?? 0) & 0xf0) | (Math.floor(ticks / 2 ** 30) << 1) | 1;
  field[1] = (low >> 22) & 0xff;
  field[2] = ((low >> 14) & 0xfe) | 1;
  field[3] = (low >> 7) & 0xff;
  field[4] = ((low << 1) & 0xfe) | 1;
}
