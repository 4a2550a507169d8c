/** Builds RTP packets (RFC 3550 §5.1): H.264 after RFC 6184, G.711 after RFC 3551. */
import { randomBytes, randomInt } from 'node:crypto';

/** The largest RTP packet sent, header included: fits every path with SRTP, UDP and IPv6 around it. */
export const maxPacketBytes = 1200;
const headerBytes = 12;
const maxPayloadBytes = maxPacketBytes - headerBytes;
/** 60 ms of G.711: short enough to be lost without being missed. */
const maxSamples = 480;

const nalType = { delimiter: 9, filler: 12, fragment: 28 } as const;

/** One outgoing RTP stream: its ssrc and its running sequence number. */
export interface RtpStream {
  readonly ssrc: number;
  /** The payload type from now on: what the answer to our offer chose. */
  use(payloadType: number): void;
  /** One H.264 picture, given as NAL units, at `timestamp` (90 kHz, any integer; it wraps here). */
  video(nals: readonly Uint8Array[], timestamp: number): Buffer[];
  /** A run of G.711 samples that begins at `timestamp` (8 kHz). */
  audio(samples: Uint8Array, timestamp: number): Buffer[];
}

/** A stream with a random ssrc and first sequence number, as RFC 3550 §5.1 asks. */
export function createRtpStream(firstPayloadType: number): RtpStream {
  let payloadType = firstPayloadType;
  const ssrc = randomBytes(4).readUInt32BE() || 1;
  let sequence = randomInt(0x8000);

  function packet(payload: number, timestamp: number, marker: boolean): Buffer {
    const bytes = Buffer.allocUnsafe(headerBytes + payload);
    bytes[0] = 0x80;
    bytes[1] = (marker ? 0x80 : 0) | payloadType;
    bytes.writeUInt16BE(sequence, 2);
    bytes.writeUInt32BE(timestamp % 2 ** 32, 4);
    bytes.writeUInt32BE(ssrc, 8);
    sequence = (sequence + 1) & 0xffff;
    return bytes;
  }

  function* nalPackets(nal: Uint8Array, timestamp: number, last: boolean): Generator<Buffer> {
    if (nal.length <= maxPayloadBytes) {
      const whole = packet(nal.length, timestamp, last);
      whole.set(nal, headerBytes);
      yield whole;
      return;
    }
    // FU-A, RFC 6184 §5.8: the NAL header's bits go into two bytes in front of every piece.
    const header = nal[0] ?? 0;
    const piece = maxPayloadBytes - 2;
    for (let from = 1; from < nal.length; from += piece) {
      const to = Math.min(from + piece, nal.length);
      const end = to === nal.length;
      const part = packet(2 + to - from, timestamp, last && end);
      part[headerBytes] = (header & 0xe0) | nalType.fragment;
      part[headerBytes + 1] = (from === 1 ? 0x80 : 0) | (end ? 0x40 : 0) | (header & 0x1f);
      part.set(nal.subarray(from, to), headerBytes + 2);
      yield part;
    }
  }

  return {
    ssrc,
    use(chosen) {
      payloadType = chosen;
    },
    video(nals, timestamp) {
      const sent = nals.filter(carriesPicture);
      return sent.flatMap((nal, index) => [
        ...nalPackets(nal, timestamp, index === sent.length - 1),
      ]);
    },
    audio(samples, timestamp) {
      const packets: Buffer[] = [];
      for (let from = 0; from < samples.length; from += maxSamples) {
        const run = samples.subarray(from, from + maxSamples);
        const bytes = packet(run.length, timestamp + from, false);
        bytes.set(run, headerBytes);
        packets.push(bytes);
      }
      return packets;
    },
  };
}

/** The sequence number of a packet built here. */
export function sequenceOf(packet: Buffer): number {
  return packet.readUInt16BE(2);
}

function carriesPicture(nal: Uint8Array): boolean {
  const type = (nal[0] ?? 0) & 0x1f;
  return nal.length > 1 && type !== nalType.delimiter && type !== nalType.filler;
}
