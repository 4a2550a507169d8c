/** Text in an H.264 bitstream: SEI, user data unregistered (ITU-T H.264 §7.3.2.3, §D.1.6). */

const nalHeader = 0x06;
const userDataUnregistered = 5;
/** Marks watermarks and nothing else. No byte of it is small, so nothing needs escaping. */
const uuid = Buffer.from('9c61d8a27e4f4b1dae53c7f08b2d6e94', 'hex');
const longest = 255 - uuid.length;

/** Returns a NAL unit, without start code, that holds `text` (printable ASCII, at most 239 characters). */
export function seiOf(text: string): Buffer {
  if (text.length === 0 || text.length > longest || !/^[ -~]*$/.test(text)) {
    throw new RangeError('not a text for SEI');
  }
  const head = Buffer.from([nalHeader, userDataUnregistered, uuid.length + text.length]);
  // The stop bit of rbsp_trailing_bits.
  return Buffer.concat([head, uuid, Buffer.from(text, 'latin1'), Buffer.from([0x80])]);
}

/** Returns the text of such a unit; undefined for any other unit. */
export function textOfSei(nal: Uint8Array): string | undefined {
  const bytes = Buffer.from(nal.buffer, nal.byteOffset, nal.byteLength);
  if (bytes.length < 4 || (bytes[0] ?? 0) % 32 !== nalHeader) return undefined;
  const size = bytes[2] ?? 0;
  const ours = bytes[1] === userDataUnregistered && bytes.subarray(3, 3 + uuid.length).equals(uuid);
  if (!ours || bytes.length < 3 + size) return undefined;
  return bytes.toString('latin1', 3 + uuid.length, 3 + size);
}
