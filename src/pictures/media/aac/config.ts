/** AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1): only what the first bytes say. */
import { BitReader } from '../bits/bit-reader.ts';

export interface AacConfig {
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples of one frame, at `sampleRate`. */
  readonly frameSamples: number;
}

/** By samplingFrequencyIndex (table 1.18), hertz. */
export const rates: readonly number[] = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
];
/** If it is given in hertz instead (index 15) it is within these, or nobody makes such a camera. */
const [slowest, fastest] = [4_000, 192_000];
/** By channelConfiguration; 0 (described in the stream) is not for cameras. */
const channelCounts = [undefined, 1, 2, 3, 4, 5, 6, 8];

/** Returns undefined for anything but AAC-LC (with or without SBR and PS on top), or beyond what cameras have. */
export function parseAacConfig(config: Uint8Array): AacConfig | undefined {
  try {
    const bits = new BitReader(config);
    let type = bits.u(5);
    const sampleRate = readRate(bits);
    const channels = channelCounts[bits.u(4)];
    if (type === 5 || type === 29) {
      // The rate that results from SBR: players believe it.
      if (readRate(bits) === undefined) return undefined;
      type = bits.u(5);
    }
    const frameSamples = bits.flag() ? 960 : 1_024;
    if (type !== 2 || sampleRate === undefined || channels === undefined) return undefined;
    return { sampleRate, channels, frameSamples };
  } catch {
    return undefined;
  }
}

function readRate(bits: BitReader): number | undefined {
  const index = bits.u(4);
  const rate = index === 15 ? bits.u(24) : rates[index];
  return rate === undefined || rate < slowest || rate > fastest ? undefined : rate;
}
