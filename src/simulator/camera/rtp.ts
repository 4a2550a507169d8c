/** RTP packets and RTCP sender reports of one track towards one viewer (RFC 3550). */
import { randomBytes } from 'node:crypto';
import { address, beginHeader, headerBytes } from '../../pictures/media/rtp/packet.ts';
import { writeSenderReport } from '../../pictures/media/rtp/sender-report.ts';

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

/** Makes a track with random SSRC, first sequence number and first timestamp (RFC 3550 §5.1). */
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

/** Returns the 32-bit timestamp of a moment, in seconds since the track began. */
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
  const packet = beginHeader(Buffer.allocUnsafe(headerBytes + payload.length), marker);
  address(packet, track, track.sequence, timestamp);
  payload.copy(packet, headerBytes);
  track.sequence = (track.sequence + 1) & 0xffff;
  track.packets += 1;
  track.octets += payload.length;
  return packet;
}

const cname = 'camera';

/** Returns a compound of sender report and CNAME (RFC 3550 §6.4.1, §6.5). `now`: ms since 1970. */
export function senderReport(track: RtpTrack, timestamp: number, now: number): Buffer {
  const { ssrc, packets, octets } = track;
  return writeSenderReport({
    ssrc,
    cname,
    wallMs: now,
    rtpTimestamp: timestamp,
    packets,
    bytes: octets,
  });
}
