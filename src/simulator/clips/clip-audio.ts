/** A clip's sound, frame by frame. */
export interface ClipAudio {
  readonly codec: 'aac' | 'pcmu';
  readonly sampleRate: number;
  readonly channels: number;
  /** Raw AAC frames, or runs of mu-law samples. */
  readonly frames: readonly Buffer[];
  readonly samplesPerFrame: number;
  /** AudioSpecificConfig; AAC only. */
  readonly config?: Buffer;
}
