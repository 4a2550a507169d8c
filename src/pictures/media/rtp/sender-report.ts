/** RTCP sender reports, read and written (RFC 3550 §6.4.1). */
import { descriptionBytes, packetType, writeDescription } from './rtcp.ts';

export interface SenderReport {
  readonly ssrc: number;
  /** The sender's clock, microseconds since 1900. */
  readonly ntpUs: number;
  /** The middle 32 bits of its NTP timestamp, to be sent back. */
  readonly ntpMiddle: number;
  readonly rtpTimestamp: number;
}

const reportBytes = 28;
const secondsFrom1900To1970 = 2_208_988_800;

/** Reads the sender report at the head of a compound packet; returns undefined if there is none. */
export function parseSenderReport(bytes: Buffer): SenderReport | undefined {
  if (bytes.length < reportBytes || bytes.readUInt8(0) >> 6 !== 2) return undefined;
  if (bytes.readUInt8(1) !== packetType.senderReport) return undefined;
  const seconds = bytes.readUInt32BE(8);
  return {
    ssrc: bytes.readUInt32BE(4),
    ntpUs: seconds * 1_000_000 + (bytes.readUInt32BE(12) / 2 ** 32) * 1_000_000,
    ntpMiddle: bytes.readUInt32BE(10),
    rtpTimestamp: bytes.readUInt32BE(16),
  };
}

/** What a sender reports of itself. */
export interface Sent {
  readonly ssrc: number;
  readonly cname: string;
  /** Milliseconds since 1970 of the moment that `rtpTimestamp` names. */
  readonly wallMs: number;
  /** This and the counts are any integers; they wrap here. */
  readonly rtpTimestamp: number;
  readonly packets: number;
  /** Payload bytes, without headers. */
  readonly bytes: number;
}

/** Returns a compound packet: sender report and the CNAME that ties the tracks of one sender together. */
export function writeSenderReport(sent: Sent): Buffer {
  const out = Buffer.alloc(reportBytes + descriptionBytes(sent.cname));
  out[0] = 0x80;
  out[1] = packetType.senderReport;
  out.writeUInt16BE(reportBytes / 4 - 1, 2);
  out.writeUInt32BE(sent.ssrc, 4);
  const seconds = Math.floor(sent.wallMs / 1000);
  const fraction = Math.floor(((sent.wallMs - seconds * 1000) / 1000) * 2 ** 32);
  out.writeUInt32BE((seconds + secondsFrom1900To1970) % 2 ** 32, 8);
  out.writeUInt32BE(fraction, 12);
  out.writeUInt32BE(sent.rtpTimestamp % 2 ** 32, 16);
  out.writeUInt32BE(sent.packets % 2 ** 32, 20);
  out.writeUInt32BE(sent.bytes % 2 ** 32, 24);
  writeDescription(out, reportBytes, sent);
  return out;
}
