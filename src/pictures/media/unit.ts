/**
 * What a picture is, and a piece of sound, once they are whole: tracks and access units. Which camera they are from
 * stands on them where they come in (`cameras/media.ts`), not here.
 */

/** What video may be coded in. */
export const videoCodecs = ['h264'] as const;
export type VideoCodec = (typeof videoCodecs)[number];

/** Video. `sps` and `pps` are NAL units without start code. */
export interface VideoTrack {
  readonly codec: VideoCodec;
  readonly sps: Uint8Array;
  readonly pps: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** profile_idc, constraint flags and level_idc in six hex digits, as in SDP (RFC 6184 §8.1). */
  readonly profileLevelId: string;
  /**
   * Microseconds from one picture to the next, by the camera's own word, or as was seen if it is far slower
   * than that; absent if nobody knows.
   */
  readonly intervalUs?: number;
  /** What WebRTC cannot show of it; absent if nothing is known. */
  readonly hurdle?: Hurdle;
}

/**
 * Why WebRTC cannot show a video: its pictures are shown in another order than they come, or it begins anew
 * without IDR pictures. `seen`: it was so; otherwise it only may be.
 */
export interface Hurdle {
  readonly reason: 'b-pictures' | 'no-idr';
  readonly seen: boolean;
}

export interface AacTrack {
  readonly codec: 'aac';
  readonly sampleRate: number;
  readonly channels: number;
  /** AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1). */
  readonly config: Uint8Array;
}

/** G.711, always 8 kHz mono. */
export interface G711Track {
  readonly codec: 'pcmu' | 'pcma';
  readonly sampleRate: 8000;
  readonly channels: 1;
}

export type AudioTrack = AacTrack | G711Track;

/** What sound may be coded in. */
export type AudioCodec = AudioTrack['codec'];

export interface Tracks {
  readonly video: VideoTrack;
  readonly audio?: AudioTrack;
}

/** One coded picture, whole and undamaged. */
export interface CodedVideo {
  readonly kind: 'video';
  /** When to decode it: microseconds of the source's own clock, growing from unit to unit. */
  readonly timestampUs: number;
  /** When to show it, by the same clock: not before it is decoded; if left out, then. */
  readonly displayUs?: number;
  /** Decoding may begin here: an IDR picture, or an intra picture of an open GOP with a recovery point. */
  readonly key: boolean;
  /** The first of a connection: since the one before it the camera may have sent others. */
  readonly afresh?: true;
  /** A key picture that may have come because the bridge asked for one, and not when it was due. */
  readonly asked?: true;
  /**
   * NAL units without start codes. A key unit always begins with its SPS and PPS; any other has a PPS only if
   * that is new.
   */
  readonly nals: readonly Uint8Array[];
  /** When its last byte arrived: milliseconds since 1970. */
  readonly arrivedAt: number;
}

/** One AAC frame (raw, no ADTS) or one run of G.711 samples. */
export interface CodedAudio {
  readonly kind: 'audio';
  /** What it is made of: on its next connection a camera may send something else. */
  readonly track: AudioTrack;
  readonly timestampUs: number;
  readonly data: Uint8Array;
  readonly arrivedAt: number;
}

export type CodedUnit = CodedVideo | CodedAudio;
