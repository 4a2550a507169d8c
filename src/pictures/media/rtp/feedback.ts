/** RTCP: sender reports out (RFC 3550 §6.4), requests of the display in (RFC 4585, RFC 5104). */

const packetType = {
  senderReport: 200,
  description: 202,
  transportFeedback: 205,
  payloadFeedback: 206,
};
const genericNack = 1;
const pictureLoss = 1;
const fullIntra = 4;
const secondsFrom1900To1970 = 2_208_988_800;

export interface SenderReport {
  readonly ssrc: number;
  readonly cname: string;
  /** Milliseconds since 1970 of the moment that `rtpTimestamp` names. */
  readonly wallMs: number;
  readonly rtpTimestamp: number;
  readonly packets: number;
  /** Payload bytes, without headers. */
  readonly bytes: number;
}

/** As many as are remembered, and more than are sent again in one go. */
const mostMissing = 1_024;

/** A compound packet: sender report and the CNAME that ties the tracks of one camera together. */
export function writeSenderReport(report: SenderReport): Buffer {
  const cname = Buffer.from(report.cname, 'ascii');
  // One chunk: ssrc, item header, text, and at least one zero up to a multiple of four.
  const chunk = (4 + 2 + cname.length + 4) & ~3;
  const out = Buffer.alloc(28 + 4 + chunk);
  out[0] = 0x80;
  out[1] = packetType.senderReport;
  out.writeUInt16BE(6, 2);
  out.writeUInt32BE(report.ssrc, 4);
  const seconds = Math.floor(report.wallMs / 1000);
  const fraction = Math.floor(((report.wallMs - seconds * 1000) / 1000) * 2 ** 32);
  out.writeUInt32BE((seconds + secondsFrom1900To1970) % 2 ** 32, 8);
  out.writeUInt32BE(fraction, 12);
  out.writeUInt32BE(report.rtpTimestamp % 2 ** 32, 16);
  out.writeUInt32BE(report.packets % 2 ** 32, 20);
  out.writeUInt32BE(report.bytes % 2 ** 32, 24);
  out[28] = 0x81;
  out[29] = packetType.description;
  out.writeUInt16BE(chunk / 4, 30);
  out.writeUInt32BE(report.ssrc, 32);
  out[36] = 1; // CNAME
  out[37] = cname.length;
  cname.copy(out, 38);
  return out;
}

export interface Feedback {
  /** Sequence numbers of `ssrc` that the display misses. */
  readonly missing: readonly number[];
  /** It cannot go on without a key picture. */
  readonly needsKey: boolean;
}

/**
 * What a compound packet of the display asks about the stream `ssrc`. Reads as far as the bytes
 * make sense and never throws: they are the display's.
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
      for (let item = at + 12; item + 4 <= end && missing.length < mostMissing; item += 4) {
        missing.push(...readNack(bytes, item));
      }
    }
    if (type === packetType.payloadFeedback && format === pictureLoss && forUs) needsKey = true;
    if (type === packetType.payloadFeedback && format === fullIntra) {
      // RFC 5104 §4.3.1: the media ssrc is zero here, the streams meant are listed.
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
