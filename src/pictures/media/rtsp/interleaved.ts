/**
 * Packets in the RTSP connection itself: a dollar sign, a channel, two bytes of length, the packet (RFC 2326
 * §10.12).
 */

export const DOLLAR = 0x24;
export const frameHeadBytes = 4;

/**
 * Returns the bytes of the frame whose dollar sign is at `at`, head included, or undefined if the head has not
 * come.
 */
export function frameSize(bytes: Buffer, at: number): number | undefined {
  return bytes.length - at < frameHeadBytes
    ? undefined
    : frameHeadBytes + bytes.readUInt16BE(at + 2);
}

/** Writes packets as frames of one channel, in one piece. */
export function interleaved(channel: number, ...packets: readonly Buffer[]): Buffer {
  const size = packets.reduce((sum, packet) => sum + frameHeadBytes + packet.length, 0);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const packet of packets) {
    bytes[at] = DOLLAR;
    bytes[at + 1] = channel;
    bytes.writeUInt16BE(packet.length, at + 2);
    packet.copy(bytes, at + frameHeadBytes);
    at += frameHeadBytes + packet.length;
  }
  return bytes;
}
