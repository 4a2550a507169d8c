/**
 * Serial numbers of cameras, at rest as keyed hashes, and the makes whose serial numbers are unique by
 * an operator's word. Only `wall/partitions/` uses it.
 */
import type { CameraId, DeviceId } from '../identity/ids.ts';

export interface SerialClaim {
  readonly camera: CameraId;
  /** HMAC-SHA256 of the maker's name, base64url. */
  readonly make: string;
  /** HMAC-SHA256 of the serial number, base64url. */
  readonly serial: string;
}

export interface UniqueMake {
  /** As in SerialClaim. */
  readonly make: string;
  /** In the operator's words. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/**
 * If two cameras of a unique make have one serial number and two owners, the one that was known by it first
 * is the camera, and the other is refused. Two of one owner never are.
 */
export interface SerialStore {
  /**
   * Notes by what a camera is known, and returns whether it may be shown. It is known by a serial number
   * since it first said it; if it was pinned before this was noted, since then. A `repin` does not change
   * that. If this camera turns out to be the first, what was opened of others ends.
   * @throws Failure `not-found` if something is to be noted and the camera is gone or was opened anew since
   * `opening`.
   */
  claim(claim: SerialClaim, opening: number): Promise<boolean>;
  /**
   * Declares a make's serial numbers unique: what was opened of cameras that are refused from now on ends.
   * Returns their owners' device ids. If it was declared already, only the name changes.
   */
  declare(make: UniqueMake): Promise<readonly DeviceId[]>;
  /** Takes that back; returns false if it was not declared. */
  undeclare(make: string): Promise<boolean>;
  /** Returns the declared makes, by name. */
  uniqueMakes(): Promise<readonly UniqueMake[]>;
  /** Returns by what these cameras are known, those first that were known first. */
  ofAll(cameras: readonly CameraId[]): Promise<readonly SerialClaim[]>;
  /** Returns cameras that are known by each of these, at most `most` of each: those with the lowest ids. */
  alike(
    numbers: readonly Omit<SerialClaim, 'camera'>[],
    most: number,
  ): Promise<readonly SerialClaim[]>;
  /** Returns how many cameras of a make have been met. */
  count(make: string): Promise<number>;
}
