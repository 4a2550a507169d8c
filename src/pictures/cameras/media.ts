/** What every kind of source yields, whatever it speaks towards the camera. */
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { Filmed, Stamped } from '../../wall/partitions/stamp.ts';

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
  /** Microseconds from one picture to the next, by the camera's own word, or as was seen where it is far slower than that; absent where nobody knows. */
  readonly intervalUs?: number;
  /** What WebRTC cannot show of it; absent where there is nothing that is known. */
  readonly hurdle?: Hurdle;
}

/**
 * Why WebRTC cannot show a video: its pictures are shown in another order than they come, or it begins anew
 * without IDR pictures. `seen`: it was so; otherwise it only says that it may be.
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
export interface VideoUnit extends Filmed {
  readonly kind: 'video';
  /** When to decode it: microseconds of the source's own clock, growing from unit to unit. */
  readonly timestampUs: number;
  /** When to show it, by the same clock: not before it is decoded; where left out, then. */
  readonly displayUs?: number;
  /** Decoding may begin here: an IDR picture, or an intra picture of an open GOP with a recovery point. */
  readonly key: boolean;
  /** The first of a connection: since the one before it the camera may have sent others. */
  readonly afresh?: true;
  /** NAL units without start codes. A key unit always begins with its SPS and PPS; any other has a PPS only where that is new. */
  readonly nals: readonly Uint8Array[];
  /** When its last byte arrived: milliseconds since 1970. */
  readonly arrivedAt: number;
}

/** One AAC frame (raw, no ADTS) or one run of G.711 samples. */
export interface AudioUnit extends Filmed {
  readonly kind: 'audio';
  /** What it is made of: on its next connection a camera may send something else. */
  readonly track: AudioTrack;
  readonly timestampUs: number;
  readonly data: Uint8Array;
  readonly arrivedAt: number;
}

export type AccessUnit = VideoUnit | AudioUnit;

/**
 * One camera's incoming media. Opened once, closed once; in between it reconnects by itself with
 * backoff, and after every gap it stays silent until the next key unit.
 */
export interface Source extends Stamped {
  /**
   * Resolves as soon as the tracks are known (SDP, or in band) and a first picture is on its way: a key picture
   * came over this connection no longer than `oldestMs` ago and pictures still follow it, or its packets come and
   * the next key picture is due within `bearMs`, by what was seen of this camera earlier. With a `bearMs` of
   * Infinity the tracks are enough; 0 where it is left out. Where `oldestMs` is left out, any key picture will do.
   * Rejects with a CameraFailure: at once where trying again would not mend it, else when the time limit is
   * over; the source keeps trying, and a later call may succeed.
   */
  ready(bearMs?: number, oldestMs?: number): Promise<Tracks>;
  /** Whether pictures arrived lately: sound alone, and packets that make no picture, are none. */
  online(): boolean;
  /**
   * In how many milliseconds a first picture comes at the latest, for whoever can begin with a key picture of
   * `oldestMs` ago; Infinity where nobody knows. At once where this is left out.
   */
  dueMs?(oldestMs: number): number;
  /** Whether its packets come, and no key picture has come over this connection yet. */
  awaitsKey?(): boolean;
  /** Calls `listener` for every unit from now on; the answer stops it. */
  subscribe(listener: (unit: AccessUnit) => void): () => void;
  /** Closes the connection and every timer. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a source; one such function per kind of camera. Never throws: failures come by `ready`. Its first
 * connection is made when `after` is over: of two, many a camera refuses one.
 */
export type OpenSource = (address: CameraAddress, after?: Promise<unknown>) => Source;
