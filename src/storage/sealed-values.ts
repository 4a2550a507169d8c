/**
 * Values that are sealed at rest, whatever they say: what has to be sealed anew when the sealing key
 * changes. Only `wall/partitions/` and the operator's commands use it.
 */
import type { CameraId } from '../identity/ids.ts';
import type { Page } from './page.ts';
import type { PinnedLine } from './pins.ts';

/** One value; all of them are sealed for their camera (identity/seal.ts). */
export type SealedValue = { readonly camera: CameraId; readonly sealed: string } & (
  { readonly of: 'source' } | { readonly of: 'place' | 'proof'; readonly line: PinnedLine }
);

/** One value, and what replaces it. */
export interface Resealed {
  readonly value: SealedValue;
  readonly sealed: string;
}

/** What was found of a page of cameras. */
export interface OtherValues {
  readonly values: readonly SealedValue[];
  /** The last camera of the page; absent if no more follows. */
  readonly last?: CameraId;
}

export interface SealedValueStore {
  /** Returns the ids of the keys with which anything is sealed, without counting. */
  keys(): Promise<readonly string[]>;
  /** Returns how many values are sealed with each key, by its id. */
  count(): Promise<ReadonlyMap<string, number>>;
  /** Looks at the next cameras, in the order of their ids, for what is sealed with another key than `kid`. */
  others(kid: string, page: Page<CameraId>): Promise<OtherValues>;
  /**
   * Puts each in the place of what it was, all at once; if something else stands there by now, that stays.
   * They say the same as before, so nothing is opened anew for it. Returns how many were put.
   */
  reseal(changes: readonly Resealed[]): Promise<number>;
  /**
   * Drops those of these keys with which nothing is sealed, counted in the same transaction: nothing can be
   * sealed with them any more. Returns the keys that are dropped, including those of an earlier call.
   */
  dropKeys(kids: readonly string[]): Promise<readonly string[]>;
}
