/** AAC in ADTS, the form in which a clip's sound lies on disk (ISO/IEC 13818-7 §6.2). */

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

const rates = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
] as const;

/** The frames of an ADTS stream, as views of it. @throws Error where it is not one. */
export function adtsFrames(stream: Buffer): AdtsFrame[] {
  const frames: AdtsFrame[] = [];
  for (let at = 0; at < stream.length;) {
    if (at + 7 > stream.length || (stream.readUInt16BE(at) & 0xfff6) !== 0xfff0) {
      throw new Error(`not ADTS at byte ${at}`);
    }
    const size = (stream.readUInt32BE(at + 2) >> 5) & 0x1fff;
    const head = stream.readUInt8(at + 1) & 1 ? 7 : 9;
    const bits = stream.readUInt16BE(at + 2);
    const rateIndex = (bits >> 10) & 0xf;
    const channels = (bits >> 6) & 0x7;
    const sampleRate = rates[rateIndex];
    if (sampleRate === undefined || size < head || at + size > stream.length) {
      throw new Error(`damaged ADTS at byte ${at}`);
    }
    const objectType = (bits >> 14) + 1;
    const config = Buffer.alloc(2);
    config.writeUInt16BE((objectType << 11) | (rateIndex << 7) | (channels << 3));
    frames.push({
      whole: stream.subarray(at, at + size),
      payload: stream.subarray(at + head, at + size),
      sampleRate,
      channels,
      config,
    });
    at += size;
  }
  return frames;
}
