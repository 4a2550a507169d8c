/** The parts that RTCP packets share, and the small packets (RFC 3550 §6). */

export const packetType = {
  senderReport: 200,
  receiverReport: 201,
  description: 202,
  goodbye: 203,
  transportFeedback: 205,
  payloadFeedback: 206,
} as const;

/** Whether bytes that came where RTP comes as well are RTCP, by their packet type (RFC 5761 §4). */
export function isRtcp(bytes: Uint8Array): boolean {
  const [first = 0, type = 0] = bytes;
  return bytes.length >= 8 && first >> 6 === 2 && type >= 192 && type <= 223;
}

export interface Named {
  readonly ssrc: number;
  /** ASCII, at most 255 characters. */
  readonly cname: string;
}

/** One chunk: ssrc, item header, text, and at least one zero up to a multiple of four. */
const chunkBytes = (cname: string): number => (4 + 2 + cname.length + 4) & ~3;

/** Returns how long the description of one sender is. */
export const descriptionBytes = (cname: string): number => 4 + chunkBytes(cname);

/** Writes the description of one sender (SDES, §6.5) at `at` of a packet, whose bytes there are all zero. */
export function writeDescription(out: Buffer, at: number, { ssrc, cname }: Named): void {
  out[at] = 0x81;
  out[at + 1] = packetType.description;
  out.writeUInt16BE(chunkBytes(cname) / 4, at + 2);
  out.writeUInt32BE(ssrc, at + 4);
  out[at + 8] = 1; // CNAME
  out[at + 9] = cname.length;
  out.write(cname, at + 10, 'latin1');
}

/** Returns BYE (§6.6): a sender leaves. */
export function writeGoodbye(ssrc: number): Buffer {
  const packet = Buffer.alloc(8);
  packet[0] = 0x81;
  packet[1] = packetType.goodbye;
  packet.writeUInt16BE(1, 2);
  packet.writeUInt32BE(ssrc, 4);
  return packet;
}
