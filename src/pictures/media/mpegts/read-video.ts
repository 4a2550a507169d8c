/** Pictures out of an MPEG transport stream (ISO/IEC 13818-1), as far as HLS segments go. */

const packetBytes = 188;
const h264 = 0x1b;

/** The payload of a packet, and whether something begins in it. */
function payloadOf(packet: Buffer): Buffer {
  const control = packet[3] ?? 0;
  if ((control & 0x10) === 0) return packet.subarray(0, 0);
  const from = (control & 0x20) === 0 ? 4 : 5 + (packet[4] ?? 0);
  return packet.subarray(Math.min(from, packet.length));
}

const begins = (packet: Buffer): boolean => ((packet[1] ?? 0) & 0x40) !== 0;
const pidOf = (packet: Buffer): number => packet.readUInt16BE(1) & 0x1fff;

/** A table's section behind its pointer field. */
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

/**
 * The video's access units, each as an Annex B byte stream. A stream cut off somewhere gives those
 * that had begun. Bytes that are no transport stream give none.
 */
export function pesOfTs(stream: Buffer): Buffer[] {
  let map: number | undefined;
  let video: number | undefined;
  const units: Buffer[][] = [];
  for (let at = 0; at + packetBytes <= stream.length; at += packetBytes) {
    const packet = stream.subarray(at, at + packetBytes);
    if (packet[0] !== 0x47) return [];
    const pid = pidOf(packet);
    const payload = payloadOf(packet);
    if (pid === 0 && begins(packet)) map = mapPid(section(payload));
    else if (pid === map && begins(packet)) video = videoPid(section(payload)) ?? video;
    else if (pid === video && begins(packet)) {
      // The header of a packetized elementary stream says its own length in byte 8.
      units.push([payload.subarray(9 + (payload[8] ?? 0))]);
    } else if (pid === video) units.at(-1)?.push(payload);
  }
  return units.map((parts) => Buffer.concat(parts));
}
