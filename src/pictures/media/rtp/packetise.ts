/** Builds RTP packets: H.264 after RFC 6184, G.711 after RFC 3551. */
import { randomBytes, randomInt } from 'node:crypto';
import { nalType, typeOf } from '../h264/nal.ts';
import { fragmentBytes, writeFragment } from './h264-payloads.ts';
import { address, beginHeader, headerBytes } from './packet.ts';

/** The largest RTP packet sent, header included: fits every path with SRTP, UDP and IPv6 around it. */
export const maxPacketBytes = 1200;
const maxPayloadBytes = maxPacketBytes - headerBytes;
const maxPieceBytes = maxPayloadBytes - fragmentBytes;
/** 60 ms of G.711: short enough to be lost without being missed. */
export const maxSamples = 480;

/**
 * One outgoing RTP stream. The packets themselves are the same for every receiver (`packetizeVideo`): a
 * receiver's own part stands in the header, which `address` writes just before a packet leaves.
 */
export interface RtpStream {
  readonly ssrc: number;
  /** The number of the first packet, random as RFC 3550 §5.1 asks. */
  readonly first: number;
  /** Sets the payload type from now on: the one that the answer to our offer chose. */
  use(payloadType: number): void;
  /**
   * Writes payload type, number, timestamp and ssrc into a packet: it is this stream's until another one addresses it.
   * Number and timestamp are any integers; they wrap here.
   */
  address(packet: Buffer, number: number, timestamp: number): void;
}

/** Makes a stream with a random ssrc and first number. */
export function createRtpStream(firstPayloadType: number): RtpStream {
  const sender = { payloadType: firstPayloadType, ssrc: randomBytes(4).readUInt32BE() || 1 };
  return {
    ssrc: sender.ssrc,
    first: randomInt(0x8000),
    use(chosen) {
      sender.payloadType = chosen;
    },
    address: (packet, number, timestamp) => address(packet, sender, number, timestamp),
  };
}

/** Returns the packets of one H.264 picture, given as NAL units, the marker on the last; they are nobody's yet. */
export function packetizeVideo(nals: readonly Uint8Array[]): Buffer[] {
  const sent = nals.filter(carriesPicture);
  const take = allot(sent.reduce((sum, nal) => sum + bytesOf(nal), 0));
  const packets = sent.flatMap((nal) => [...nalPackets(nal, take)]);
  const last = packets.at(-1);
  if (last !== undefined) last[1] = 0x80;
  return packets;
}

/** Returns the packets of a run of G.711 samples; each begins `maxSamples` after the one before. */
export function packetizeAudio(samples: Uint8Array): Buffer[] {
  const packets: Buffer[] = [];
  for (let from = 0; from < samples.length; from += maxSamples) {
    const run = samples.subarray(from, from + maxSamples);
    const packet = beginHeader(Buffer.allocUnsafe(headerBytes + run.length));
    packet.set(run, headerBytes);
    packets.push(packet);
  }
  return packets;
}

type Take = (payload: number) => Buffer;

/** One allocation for all packets of a picture: they come together and go together. */
function allot(bytes: number): Take {
  const all = Buffer.allocUnsafe(bytes);
  let taken = 0;
  return (payload) => beginHeader(all.subarray(taken, (taken += headerBytes + payload)));
}

/** Returns how many bytes the packets of a NAL unit take. */
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
  for (let from = 1; from < nal.length; from += maxPieceBytes) {
    const to = Math.min(from + maxPieceBytes, nal.length);
    const part = take(fragmentBytes + to - from);
    writeFragment(part, headerBytes, nal, from, to);
    yield part;
  }
}

function carriesPicture(nal: Uint8Array): boolean {
  const type = typeOf(nal);
  return nal.length > 1 && type !== nalType.delimiter && type !== nalType.filler;
}
