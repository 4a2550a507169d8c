/** RTP packets and RTCP sender reports of one track towards one viewer (RFC 3550). */
import { randomBytes } from 'node:crypto';

export interface RtpTrack {
  readonly payloadType: number;
  readonly clockRate: number;
  readonly ssrc: number;
  /** The timestamp of the track's first moment. */
  readonly base: number;
  /** Of the next packet. */
  sequence: number;
  packets: number;
  octets: number;
}

/** A track with random SSRC, first sequence number and first timestamp (RFC 3550 §5.1). */
export function rtpTrack(payloadType: number, clockRate: number): RtpTrack {
  const random = randomBytes(10);
  return {
    payloadType,
    clockRate,
    ssrc: random.readUInt32BE(0),
    base: random.readUInt32BE(4),
    sequence: random.readUInt16BE(8),
    packets: 0,
    octets: 0,
  };
}

/** The 32-bit timestamp of a moment, in seconds since the track began. */
export function rtpTime(track: RtpTrack, seconds: number): number {
  return (track.base + Math.round(seconds * track.clockRate)) >>> 0;
}

/** Writes one packet and counts it. */
export function rtpPacket(
  track: RtpTrack,
  payload: Buffer,
  timestamp: number,
  marker: boolean,
): Buffer {
  const packet = Buffer.allocUnsafe(12 + payload.length);
  packet[0] = 0x80;
  packet[1] = (marker ? 0x80 : 0) | track.payloadType;
  packet.writeUInt16BE(track.sequence, 2);
  packet.writeUInt32BE(timestamp, 4);
  packet.writeUInt32BE(track.ssrc, 8);
  payload.copy(packet, 12);
  track.sequence = (track.sequence + 1) & 0xffff;
  track.packets += 1;
  track.octets += payload.length;
  return packet;
}

const ntpEpochOffset = 2_208_988_800;
const cname = Buffer.from('camera', 'ascii');

/** A compound of sender report and SDES CNAME (RFC 3550 §6.4.1, §6.5). `now`: ms since 1970. */
export function senderReport(track: RtpTrack, timestamp: number, now: number): Buffer {
  const sdesBody = 4 + 2 + cname.length + 1;
  const sdesLength = 4 + Math.ceil(sdesBody / 4) * 4;
  const report = Buffer.alloc(28 + sdesLength);
  report.writeUInt16BE(0x80c8, 0);
  report.writeUInt16BE(6, 2);
  report.writeUInt32BE(track.ssrc, 4);
  report.writeUInt32BE(Math.floor(now / 1000) + ntpEpochOffset, 8);
  report.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32), 12);
  report.writeUInt32BE(timestamp, 16);
  report.writeUInt32BE(track.packets >>> 0, 20);
  report.writeUInt32BE(track.octets >>> 0, 24);
  report.writeUInt16BE(0x81ca, 28);
  report.writeUInt16BE(sdesLength / 4 - 1, 30);
  report.writeUInt32BE(track.ssrc, 32);
  report[36] = 1;
  report[37] = cname.length;
  cname.copy(report, 38);
  return report;
}

/** RTCP BYE (RFC 3550 §6.6). */
export function bye(track: RtpTrack): Buffer {
  const packet = Buffer.alloc(8);
  packet.writeUInt32BE(0x81cb0001, 0);
  packet.writeUInt32BE(track.ssrc, 4);
  return packet;
}
