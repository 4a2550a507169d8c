/** What cameras said of themselves when they were first met, at rest. Only `wall/partitions/` uses it. */
import type { CameraId } from '../identity/ids.ts';

/** The line over which a camera was met: its RTSP stream, the HTTP server of its own stills, or ONVIF. */
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
  /** Names of the sayings that are hashed. */
  readonly fields: readonly string[];
  /** SHA-256 of them, base64url. */
  readonly hash: string;
  /** What it said of itself, for people; no address, no secret. */
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** What a camera says of itself over one line, as a pin holds it. */
export type PinnedLikeness = Pick<Pin, 'line' | 'fields' | 'hash'>;

/** A camera, and what it says of itself. */
export type AlikePin = PinnedLikeness & Pick<Pin, 'camera'>;

export interface PinRecord extends Pin {
  readonly stranger?: Stranger;
}

/**
 * A write that results from a connection names the `opening` of the row from which the connection was opened
 * (see MappedCamera). If the camera is gone or was opened anew since, nothing is written: Failure
 * `not-found`.
 */
export interface PinStore {
  of(camera: CameraId, line: PinnedLine): Promise<PinRecord | undefined>;
  /**
   * Pins a camera unless it is pinned already; returns the pin in force. Of several at a time one wins.
   * @throws Failure `not-found`
   */
  pin(pin: Pin, opening: number): Promise<PinRecord>;
  /**
   * Puts `next` in the place of `old`, with no stranger noted. Returns false, and changes nothing, if the pin
   * in force has other fields, another hash or another time than `old`.
   * @throws Failure `not-found`
   */
  replace(old: Pin, next: Pin, opening: number): Promise<boolean>;
  /**
   * Notes which other camera answers, or that none does any more. Returns false if that was known; a stranger
   * of the same description keeps its time. The first stranger makes the camera be opened anew, and so does
   * every one while nothing is pinned yet.
   * @throws Failure `not-found`
   */
  note(
    camera: CameraId,
    line: PinnedLine,
    stranger: Stranger | undefined,
    opening: number,
  ): Promise<boolean>;
  /** Forgets the pins and the origins of a camera, of every line, and opens it anew. Returns the pins. */
  unpin(camera: CameraId): Promise<readonly PinRecord[]>;
  /** Returns the pins of these cameras, oldest first. */
  ofAll(cameras: readonly CameraId[]): Promise<readonly PinRecord[]>;
  /** Returns cameras that are pinned by each of these, at most `most` of each: those with the lowest ids. */
  alike(likenesses: readonly PinnedLikeness[], most: number): Promise<readonly AlikePin[]>;
  /**
   * Returns cameras with pins from before a pin was of the device alone, at most `most`. Each is returned only once
   * ever: those that nobody was told of yet.
   */
  listOnce(most: number): Promise<readonly CameraId[]>;
}
