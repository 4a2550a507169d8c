/** What a receiver asks for by RTCP (RFC 4585, RFC 5104). */
import { packetType } from './rtcp.ts';

const genericNack = 1;
const pictureLoss = 1;
const fullIntra = 4;

/** As many as are remembered, and more than are sent again in one go. */
const maxMissing = 1_024;

export interface Feedback {
  /** Sequence numbers of `ssrc` that the receiver misses. */
  readonly missing: readonly number[];
  /** Whether it cannot go on without a key picture. */
  readonly needsKey: boolean;
}

/**
 * Returns what a compound packet of a receiver asks about the stream `ssrc`. It reads as far as the bytes
 * make sense and never throws: they are a stranger's.
 */
export function readFeedback(bytes: Buffer, ssrc: number): Feedback {
  const missing: number[] = [];
  let needsKey = false;
  let at = 0;
  while (at + 12 <= bytes.length) {
    const format = bytes.readUInt8(at) & 0x1f;
    const type = bytes.readUInt8(at + 1);
    const end = at + 4 * (bytes.readUInt16BE(at + 2) + 1);
    if (end > bytes.length) break;
    const forUs = end >= at + 12 && bytes.readUInt32BE(at + 8) === ssrc;
    if (type === packetType.transportFeedback && format === genericNack && forUs) {
      for (let item = at + 12; item + 4 <= end && missing.length < maxMissing; item += 4) {
        missing.push(...readNack(bytes, item));
      }
    }
    if (type === packetType.payloadFeedback && format === pictureLoss && forUs) needsKey = true;
    if (type === packetType.payloadFeedback && format === fullIntra) {
      // RFC 5104 §4.3.1: the media ssrc is zero here, the streams that are meant are listed.
      for (let item = at + 12; item + 8 <= end; item += 8) {
        if (bytes.readUInt32BE(item) === ssrc) needsKey = true;
      }
    }
    at = end;
  }
  return { missing, needsKey };
}

/** RFC 4585 §6.2.1: a first sequence number and a mask of the sixteen after it. */
function readNack(bytes: Buffer, at: number): number[] {
  const first = bytes.readUInt16BE(at);
  const mask = bytes.readUInt16BE(at + 2);
  const numbers = [first];
  for (let bit = 0; bit < 16; bit++) {
    if (mask & (1 << bit)) numbers.push((first + bit + 1) & 0xffff);
  }
  return numbers;
}
