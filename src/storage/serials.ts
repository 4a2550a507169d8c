/**
 * Serial numbers of cameras, at rest as keyed hashes, and the makes whose serial numbers are unique by
 * an operator's word. Only `wall/partitions/` uses it.
 */
import type { CameraId, DeviceId } from '../identity/ids.ts';

export interface SerialClaim {
  readonly camera: CameraId;
  /** Of the maker's name: HMAC-SHA256, base64url. */
  readonly make: string;
  /** Of the serial number: HMAC-SHA256, base64url. */
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
 * Of two cameras of a unique make with one serial number, under two owners, the one that was known by it
 * first is the camera; the other is refused. Two of one owner never are.
 */
export interface SerialStore {
  /**
   * Notes by what a camera is known, and says whether it may be shown. It is known by a serial number
   * since it first said it; where it was pinned before this was noted, since then. A `repin` changes
   * nothing of that. Where this camera turns out to be the first, what was opened of others is to end.
   * @throws Failure `not-found` where something is to be noted, and the camera is gone or was opened anew
   * since `opening`.
   */
  claim(claim: SerialClaim, opening: number): Promise<boolean>;
  /**
   * Declares a make's serial numbers unique: what was opened of cameras that are refused from now on is
   * to end. Returns their owners' device ids. Declared already, it only takes the new name.
   */
  declare(make: UniqueMake): Promise<readonly DeviceId[]>;
  /** Takes that back; false where it was not declared. */
  undeclare(make: string): Promise<boolean>;
  /** Those declared, by name. */
  uniqueMakes(): Promise<readonly UniqueMake[]>;
  /** By what cameras are known. */
  list(): Promise<readonly SerialClaim[]>;
  /** How many cameras of a make have been met. */
  count(make: string): Promise<number>;
}
