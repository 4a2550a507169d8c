/** Builds RTP packets: H.264 after RFC 6184, G.711 after RFC 3551. */
import { randomBytes, randomInt } from 'node:crypto';
import { nalType, typeOf } from '../h264/nal.ts';
import { fragmentBytes, fragmentHead } from './h264-payloads.ts';
import { address, beginHeader, headerBytes } from './packet.ts';

/** The largest RTP packet sent, header included: fits every path with SRTP, UDP and IPv6 around it. */
export const maxPacketBytes = 1200;
const maxPayloadBytes = maxPacketBytes - headerBytes;
const maxPieceBytes = maxPayloadBytes - fragmentBytes;
/** 60 ms of G.711: short enough to be lost without being missed. */
export const maxSamples = 480;

/** What one packet carries: views of what a camera sent, the same for every receiver. */
export interface Payload {
  readonly marker: boolean;
  /** What stands in front of a fragment of a NAL unit (`fragmentHead`); absent if the bytes are whole. */
  readonly fragment?: number;
  readonly bytes: Uint8Array;
}

/** One outgoing RTP stream: its receiver's own headers, and the memory in which its packets are written. */
export interface RtpStream {
  readonly ssrc: number;
  /** The number of the first packet, random as RFC 3550 §5.1 asks. */
  readonly first: number;
  /** Sets the payload type from now on: the one that the answer to our offer chose. */
  use(payloadType: number): void;
  /**
   * The packet with that payload, in memory of this stream alone: to be sent before the next is written there. Number
   * and timestamp are any integers; they wrap here.
   */
  write(payload: Payload, number: number, timestamp: number): Buffer;
}

/** Makes a stream with a random ssrc and first number. */
export function createRtpStream(firstPayloadType: number): RtpStream {
  const sender = { payloadType: firstPayloadType, ssrc: randomBytes(4).readUInt32BE() || 1 };
  const memory = Buffer.alloc(maxPacketBytes);
  return {
    ssrc: sender.ssrc,
    first: randomInt(0x8000),
    use(chosen) {
      sender.payloadType = chosen;
    },
    write({ marker, fragment, bytes }, number, timestamp) {
      const start = headerBytes + (fragment === undefined ? 0 : fragmentBytes);
      const length = start + bytes.length;
      const packet = length === maxPacketBytes ? memory : memory.subarray(0, length);
      address(beginHeader(packet, marker), sender, number, timestamp);
      if (fragment !== undefined) packet.writeUInt16BE(fragment, headerBytes);
      packet.set(bytes, start);
      return packet;
    },
  };
}

/** Cuts one H.264 picture, given as NAL units, into what its packets carry; the marker is on the last. */
export function packetizeVideo(nals: readonly Uint8Array[]): Payload[] {
  const payloads = nals.filter(carriesPicture).flatMap((nal) => [...nalPayloads(nal)]);
  const last = payloads.pop();
  if (last !== undefined) payloads.push({ ...last, marker: true });
  return payloads;
}

/** Cuts a run of G.711 samples into what its packets carry; each begins `maxSamples` after the one before. */
export function packetizeAudio(samples: Uint8Array): Payload[] {
  const payloads: Payload[] = [];
  for (let from = 0; from < samples.length; from += maxSamples) {
    payloads.push({ marker: false, bytes: samples.subarray(from, from + maxSamples) });
  }
  return payloads;
}

function* nalPayloads(nal: Uint8Array): Generator<Payload> {
  if (nal.length <= maxPayloadBytes) {
    yield { marker: false, bytes: nal };
    return;
  }
  for (let from = 1; from < nal.length; from += maxPieceBytes) {
    const to = Math.min(from + maxPieceBytes, nal.length);
    const fragment = fragmentHead(nal, from, to);
    yield { marker: false, fragment, bytes: nal.subarray(from, to) };
  }
}

function carriesPicture(nal: Uint8Array): boolean {
  const type = typeOf(nal);
  return nal.length > 1 && type !== nalType.delimiter && type !== nalType.filler;
}
