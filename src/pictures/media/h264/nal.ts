/** NAL units (ITU-T H.264 §7.3.1): their types, and what keeps start codes out of them. */

/** nal_unit_type (table 7-1), and two that only RTP has (RFC 6184 §5.2). */
export const nalType = {
  slice: 1,
  idr: 5,
  sei: 6,
  sps: 7,
  pps: 8,
  delimiter: 9,
  filler: 12,
  stapA: 24,
  fuA: 28,
} as const;

/** Returns its nal_unit_type; 0 if it is empty. */
export const typeOf = (nal: Uint8Array): number => (nal[0] ?? 0) & 0x1f;

/** Whether it is an SPS or a PPS. */
export function isParameterSet(nal: Uint8Array): boolean {
  const type = typeOf(nal);
  return type === nalType.sps || type === nalType.pps;
}

/** Whether a slice is the first of its picture: first_mb_in_slice = 0 is a single 1 bit (§7.3.3). */
export const isFirstSlice = (nal: Uint8Array): boolean => ((nal[1] ?? 0) & 0x80) !== 0;

/** Returns the payload of a NAL unit without its header byte and emulation prevention (§7.4.1), up to `most` bytes. */
export function unescape(nal: Uint8Array, most = nal.length): Uint8Array {
  const out = new Uint8Array(Math.min(nal.length, most));
  let length = 0;
  let zeros = 0;
  for (let at = 1; at < nal.length && length < out.length; at += 1) {
    const byte = nal[at] ?? 0;
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}

/** Returns the NAL unit of that header byte and payload: nothing in it looks like a start code (§7.4.1). */
export function writeNal(header: number, payload: Uint8Array): Uint8Array {
  const out = [header];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3);
      zeros = 0;
    }
    out.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(out);
}
