/**
 * Writes an AAC frame as an RTP payload in mode AAC-hbr (RFC 3640 §3.3.6): one 16-bit AU header, 13 bits of size and
 * 3 of index.
 */
export function writeAacHbr(frame: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(16, 0);
  head.writeUInt16BE(frame.length << 3, 2);
  return Buffer.concat([head, frame]);
}
