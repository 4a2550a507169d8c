/** AAC in ADTS (ISO/IEC 13818-7 §6.2): as it lies in a file, and as some cameras send it. */
import { rates } from './config.ts';

export interface AdtsFrame {
  /** Header and payload. */
  readonly whole: Buffer;
  /** One raw AAC frame of 1024 samples. */
  readonly payload: Buffer;
  readonly sampleRate: number;
  readonly channels: number;
  /** AudioSpecificConfig that says the same as the header (ISO/IEC 14496-3 §1.6.2.1). */
  readonly config: Buffer;
}

/** Its shortest header. */
const leastBytes = 7;

/** Returns the frames of an ADTS stream, as views of it. @throws Error if it is not one. */
export function adtsFrames(stream: Buffer): AdtsFrame[] {
  const frames: AdtsFrame[] = [];
  for (let at = 0; at < stream.length;) {
    const rest = stream.subarray(at);
    if (rest.length < leastBytes || !isHeader(rest)) throw new Error(`not ADTS at byte ${at}`);
    const [size, head] = [frameBytes(rest), headerBytes(rest)];
    const bits = rest.readUInt16BE(2);
    const rateIndex = (bits >> 10) & 0xf;
    const channels = (bits >> 6) & 0x7;
    const sampleRate = rates[rateIndex];
    if (sampleRate === undefined || size < head || size > rest.length) {
      throw new Error(`damaged ADTS at byte ${at}`);
    }
    const objectType = (bits >> 14) + 1;
    const config = Buffer.alloc(2);
    config.writeUInt16BE((objectType << 11) | (rateIndex << 7) | (channels << 3));
    const whole = rest.subarray(0, size);
    frames.push({ whole, payload: whole.subarray(head), sampleRate, channels, config });
    at += size;
  }
  return frames;
}

/**
 * Returns a frame without the header that some cameras leave before it, and that every decoder takes for the
 * end of an empty frame. The header counts itself in its length, so nothing else looks like it.
 */
export function withoutAdts(frame: Uint8Array): Uint8Array {
  if (!isHeader(frame)) return frame;
  const [size, head] = [frameBytes(frame), headerBytes(frame)];
  return size === frame.length && size > head ? frame.subarray(head) : frame;
}

/** Twelve bits of one, and layer 0. */
const isHeader = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0;

/** Two bytes more if there is a checksum. */
const headerBytes = (bytes: Uint8Array): number =>
  ((bytes[1] ?? 0) & 0x01) === 1 ? leastBytes : 9;

/** Of header and payload. */
const frameBytes = (bytes: Uint8Array): number =>
  (((bytes[3] ?? 0) & 0x03) << 11) | ((bytes[4] ?? 0) << 3) | ((bytes[5] ?? 0) >> 5);
