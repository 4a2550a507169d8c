/** Builds RTP packets (RFC 3550 §5.1): H.264 after RFC 6184, G.711 after RFC 3551. */
import { randomBytes, randomInt } from 'node:crypto';

/** The largest RTP packet sent, header included: fits every path with SRTP, UDP and IPv6 around it. */
export const maxPacketBytes = 1200;
const headerBytes = 12;
const maxPayloadBytes = maxPacketBytes - headerBytes;
/** Indicator and header of a fragment. */
const fragmentBytes = 2;
const maxPieceBytes = maxPayloadBytes - fragmentBytes;
/** 60 ms of G.711: short enough to be lost without being missed. */
export const maxSamples = 480;

const nalType = { delimiter: 9, filler: 12, fragment: 28 } as const;

/**
 * One outgoing RTP stream. The packets themselves are the same for every display (`packetizeVideo`): what is a display's
 * own stands in the header, which `address` writes just before a packet leaves.
 */
export interface RtpStream {
  readonly ssrc: number;
  /** The number of the first packet, as RFC 3550 §5.1 asks: random. */
  readonly first: number;
  /** The payload type from now on: what the answer to our offer chose. */
  use(payloadType: number): void;
  /**
   * Writes payload type, number, timestamp and ssrc into a packet: it is this stream's until another one addresses it.
   * Number and timestamp are any integers; they wrap here.
   */
  address(packet: Buffer, number: number, timestamp: number): void;
}

/** A stream with a random ssrc and first number. */
export function createRtpStream(firstPayloadType: number): RtpStream {
  let payloadType = firstPayloadType;
  const ssrc = randomBytes(4).readUInt32BE() || 1;
  return {
    ssrc,
    first: randomInt(0x8000),
    use(chosen) {
      payloadType = chosen;
    },
    address(packet, number, timestamp) {
      packet[1] = ((packet[1] ?? 0) & 0x80) | payloadType;
      packet.writeUInt16BE(number & 0xffff, 2);
      packet.writeUInt32BE(timestamp % 2 ** 32, 4);
      packet.writeUInt32BE(ssrc, 8);
    },
  };
}

/** The packets of one H.264 picture, given as NAL units, the marker on the last; nobody's yet. */
export function packetizeVideo(nals: readonly Uint8Array[]): Buffer[] {
  const sent = nals.filter(carriesPicture);
  const take = allot(sent.reduce((sum, nal) => sum + bytesOf(nal), 0));
  const packets = sent.flatMap((nal) => [...nalPackets(nal, take)]);
  const last = packets.at(-1);
  if (last !== undefined) last[1] = 0x80;
  return packets;
}

/** The packets of a run of G.711 samples; each begins `maxSamples` after the one before. */
export function packetizeAudio(samples: Uint8Array): Buffer[] {
  const packets: Buffer[] = [];
  for (let from = 0; from < samples.length; from += maxSamples) {
    const run = samples.subarray(from, from + maxSamples);
    const packet = blank(Buffer.allocUnsafe(headerBytes + run.length));
    packet.set(run, headerBytes);
    packets.push(packet);
  }
  return packets;
}

/** RFC 3550 §5.1: version 2; the rest is written by whoever sends it. */
function blank(packet: Buffer): Buffer {
  packet.fill(0, 0, headerBytes);
  packet[0] = 0x80;
  return packet;
}

type Take = (payload: number) => Buffer;

/** One allocation for all packets of a picture: they come together and go together. */
function allot(bytes: number): Take {
  const all = Buffer.allocUnsafe(bytes);
  let taken = 0;
  return (payload) => blank(all.subarray(taken, (taken += headerBytes + payload)));
}

/** What the packets of a NAL unit take. */
function bytesOf(nal: Uint8Array): number {
  if (nal.length <= maxPayloadBytes) return headerBytes + nal.length;
  const pieces = Math.ceil((nal.length - 1) / maxPieceBytes);
  return pieces * (headerBytes + fragmentBytes) + nal.length - 1;
}

function* nalPackets(nal: Uint8Array, take: Take): Generator<Buffer> {
  if (nal.length <= maxPayloadBytes) {
    const whole = take(nal.length);
    whole.set(nal, headerBytes);
    yield whole;
    return;
  }
  // FU-A, RFC 6184 §5.8: the NAL header's bits go into two bytes in front of every piece.
  const header = nal[0] ?? 0;
  for (let from = 1; from < nal.length; from += maxPieceBytes) {
    const to = Math.min(from + maxPieceBytes, nal.length);
    const part = take(fragmentBytes + to - from);
    part[headerBytes] = (header & 0xe0) | nalType.fragment;
    part[headerBytes + 1] =
      (from === 1 ? 0x80 : 0) | (to === nal.length ? 0x40 : 0) | (header & 0x1f);
    part.set(nal.subarray(from, to), headerBytes + fragmentBytes);
    yield part;
  }
}

function carriesPicture(nal: Uint8Array): boolean {
  const type = (nal[0] ?? 0) & 0x1f;
  return nal.length > 1 && type !== nalType.delimiter && type !== nalType.filler;
}
