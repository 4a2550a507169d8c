/** Reads fields of packets of an MPEG transport stream (ISO/IEC 13818-1 §2.4.3), at `at` of a stream. */

export const packetBytes = 188;

/** sync_byte. */
export const syncByte = 0x47;

/** Returns the PID of the packet at `at`: the stream to which it belongs. */
export const pidAt = (stream: Uint8Array, at: number): number =>
  (((stream[at + 1] ?? 0) & 0x1f) << 8) | (stream[at + 2] ?? 0);

/** Whether something begins in its payload. */
export const begins = (stream: Uint8Array, at: number): boolean =>
  ((stream[at + 1] ?? 0) & 0x40) !== 0;

/** Whether it has a payload (adaptation_field_control). */
export const hasPayload = (stream: Uint8Array, at: number): boolean =>
  ((stream[at + 3] ?? 0) & 0x10) !== 0;

/** Returns how long its adaptation field is behind the byte that says so; 0 if there is none, or nothing in it. */
export const adaptationBytes = (stream: Uint8Array, at: number): number =>
  hasAdaptation(stream, at) ? (stream[at + 4] ?? 0) : 0;

/** Where its payload begins. */
export const payloadAt = (stream: Uint8Array, at: number): number =>
  hasAdaptation(stream, at) ? at + 5 + (stream[at + 4] ?? 0) : at + 4;

/** Whether a picture begins in it: stream ids 0xe0 to 0xef are video (§2.4.3.7). */
export const beginsPicture = (stream: Uint8Array, at: number): boolean =>
  begins(stream, at) && ((stream[payloadAt(stream, at) + 3] ?? 0) & 0xf0) === 0xe0;

const hasAdaptation = (stream: Uint8Array, at: number): boolean =>
  ((stream[at + 3] ?? 0) & 0x20) !== 0;
