/** Reads pictures out of an MPEG transport stream (ISO/IEC 13818-1), as far as HLS segments go. */
import { begins, hasPayload, packetBytes, payloadAt, pidAt, syncByte } from './packet.ts';

/** stream_type (table 2-34). */
const h264 = 0x1b;

/** Returns a table's section behind its pointer field. */
function section(payload: Buffer): Buffer {
  return payload.subarray(1 + (payload[0] ?? 0));
}

function mapPid(pat: Buffer): number | undefined {
  return pat.length >= 12 ? pat.readUInt16BE(10) & 0x1fff : undefined;
}

function videoPid(pmt: Buffer): number | undefined {
  if (pmt.length < 12) return undefined;
  const end = Math.min(3 + (pmt.readUInt16BE(1) & 0x0fff) - 4, pmt.length);
  let at = 12 + (pmt.readUInt16BE(10) & 0x0fff);
  while (at + 5 <= end) {
    if (pmt[at] === h264) return pmt.readUInt16BE(at + 1) & 0x1fff;
    at += 5 + (pmt.readUInt16BE(at + 3) & 0x0fff);
  }
  return undefined;
}

function payloadOf(stream: Buffer, at: number): Buffer {
  const end = at + packetBytes;
  const from = hasPayload(stream, at) ? payloadAt(stream, at) : end;
  return stream.subarray(Math.min(from, end), end);
}

/**
 * Returns the video's access units, each as an Annex B byte stream. A stream that is cut off gives those that
 * had begun. Bytes that are no transport stream give none.
 */
export function pesOfTs(stream: Buffer): Buffer[] {
  let map: number | undefined;
  let video: number | undefined;
  const units: Buffer[][] = [];
  for (let at = 0; at + packetBytes <= stream.length; at += packetBytes) {
    if (stream[at] !== syncByte) return [];
    const pid = pidAt(stream, at);
    const begun = begins(stream, at);
    const payload = payloadOf(stream, at);
    if (pid === 0 && begun) map = mapPid(section(payload));
    else if (pid === map && begun) video = videoPid(section(payload)) ?? video;
    else if (pid === video && begun) {
      // The header of a packetized elementary stream says its own length in byte 8.
      units.push([payload.subarray(9 + (payload[8] ?? 0))]);
    } else if (pid === video) units.at(-1)?.push(payload);
  }
  return units.map((parts) => Buffer.concat(parts));
}
