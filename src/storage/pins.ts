/** What cameras said of themselves when they were first met, at rest. Only `wall/partitions/` uses it. */
import type { AccountId, CameraId, DeviceId } from '../identity/ids.ts';

/** Over which line a camera was met: its RTSP stream, the HTTP server of its own stills, ONVIF. */
export type PinnedLine = 'stream' | 'still' | 'onvif';

/** Another camera that answers where a pinned one should. */
export interface Stranger {
  /** What it says of itself, for people; no address, no secret. */
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface Pin {
  readonly camera: CameraId;
  readonly line: PinnedLine;
  /** Names of the sayings that the hash is of. */
  readonly fields: readonly string[];
  /** SHA-256 of them, base64url. */
  readonly hash: string;
  /** What it said of itself, for people; no address, no secret. */
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface PinRecord extends Pin {
  readonly stranger?: Stranger;
}

/**
 * What comes of a connection names the `opening` of the row that it was opened from (see MappedCamera). Where the
 * camera is gone or was opened anew since, nothing is written: Failure `not-found`.
 */
export interface PinStore {
  of(camera: CameraId, line: PinnedLine): Promise<PinRecord | undefined>;
  /**
   * Pins a camera unless it is pinned already; returns the pin in force. Of several at a time one wins.
   * @throws Failure `not-found`
   */
  pin(pin: Pin, opening: number): Promise<PinRecord>;
  /**
   * Puts `next` in the place of `old`, with no stranger noted. False, and nothing is changed, when the
   * pin in force has other fields, another hash or another time than `old`.
   * @throws Failure `not-found`
   */
  replace(old: Pin, next: Pin, opening: number): Promise<boolean>;
  /**
   * Notes which other camera answers, or that none does any more. False when that was known; a
   * stranger of the same description keeps its time. The first stranger has the camera opened anew,
   * and so has every one where nothing is pinned yet.
   * @throws Failure `not-found`
   */
  note(
    camera: CameraId,
    line: PinnedLine,
    stranger: Stranger | undefined,
    opening: number,
  ): Promise<boolean>;
  /**
   * Forgets the pins and the origins of a camera, of every line, and has it opened anew. Returns the
   * pins.
   */
  unpin(camera: CameraId): Promise<readonly PinRecord[]>;
  list(): Promise<readonly PinRecord[]>;
  /** Pins from before those of the device alone, each given once for all: nobody was told of it yet. */
  listOnce(): Promise<readonly PinRecord[]>;
  /** An account's devices in whose place another camera answers. */
  strangersOf(account: AccountId): Promise<readonly DeviceId[]>;
}
