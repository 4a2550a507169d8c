/**
 * Where cameras are reached, at rest: keyed hashes of resolved address, port, path and query, which no
 * two owners may have in common. Only `wall/partitions/` uses it.
 */
import type { AccountId, CameraId, DeviceId } from '../identity/ids.ts';
import type { Page } from './page.ts';

/** How many of the places that a line of a camera has led to are returned, in their order. */
export const maxLed = 8;

/** Which URL of a camera leads there: its RTSP stream, or its own stills. */
export type PlacedLine = 'stream' | 'still';

export interface Place {
  readonly line: PlacedLine;
  /** HMAC-SHA256, base64url. */
  readonly hash: string;
  /** The address came from a host name: it counts until that name gives another. */
  readonly named: boolean;
}

/** What a row says about where its camera is reached. */
export interface Claim {
  readonly places: readonly Place[];
  /** The lines whose host name gives no address now. */
  readonly unresolved: readonly PlacedLine[];
  /**
   * The lines that are reached as before, and whose names do not give everything now: what they gave then
   * still counts.
   */
  readonly kept: readonly PlacedLine[];
  /**
   * Whether the operator said that rows of other owners at these places are removed. For unresolved lines the
   * word is kept, and holds once, when the name gives an address.
   */
  readonly takeOver: boolean;
}

/** A place, and the camera whose it is. */
export interface CameraPlace extends Place {
  readonly camera: CameraId;
}

/** Another owner's camera at the same place. */
export interface Rival extends CameraPlace {
  /** The device id of its owner. */
  readonly device: DeviceId;
  /** See CameraRecord. */
  readonly sealedSource: string;
}

/** One line of a camera, as a connection that is about to be made sees it. */
export interface Approach {
  readonly camera: CameraId;
  readonly line: PlacedLine;
  /** Hashes of every address that may be connected to. */
  readonly hashes: readonly string[];
  readonly named: boolean;
  /** Whether that is all that the name gives: then what it gave before counts no more. */
  readonly whole: boolean;
  /**
   * Whether the row itself leads there, and not only the camera: only then it is kept. A place to which the
   * camera leads is a visit, which ends (a new opening) when another owner's camera comes there.
   */
  readonly kept: boolean;
  /** Whether it lies below the row's own path, as the tracks of a stream do. */
  readonly below: boolean;
  /** What stood in the row when its address was read. */
  readonly sealedSource: string;
}

/** The owners' device ids of two cameras at one place. */
export type Conflict = readonly [DeviceId, DeviceId];

/** An older row as it stands. */
export interface OlderRow {
  readonly camera: CameraId;
  readonly sealedSource: string;
}

/**
 * Two cameras of different owners at one place are in conflict, unless both rows are older than this rule
 * (`grandfathered`) and stood there before. Two of one owner never are.
 */
export interface PlaceStore {
  /** Returns those of one camera. */
  of(camera: CameraId): Promise<readonly Place[]>;
  /** Returns those of these cameras. */
  ofAll(cameras: readonly CameraId[]): Promise<readonly CameraPlace[]>;
  /**
   * Returns cameras of other owners than `owner` at these places, whether or not the rows are older. It is no operation of
   * that account's: all that it tells is another's.
   */
  rivals(owner: AccountId, hashes: readonly string[]): Promise<readonly Rival[]>;
  /**
   * Claims the place of a connection before it is made. Returns false, and changes nothing, if it is in
   * conflict, or the row has changed. Of two at a time one wins.
   */
  claim(approach: Approach): Promise<boolean>;
  /** A host name no longer gives this place: it counts no more, and what was opened there ends. */
  release(camera: CameraId, line: PlacedLine, hash: string): Promise<void>;
  /** Returns where a line of a camera has led its connections, except below its own path; the last one first. */
  visits(camera: CameraId, line: PlacedLine, most: number): Promise<readonly string[]>;
  /** Returns cameras whose rows are older than this rule, and were not written anew since, in the order of their ids. */
  readonly older: (page: Page<CameraId>) => Promise<readonly CameraId[]>;
  /** Returns rows that are older than this rule and wait for `place`, in the order of their cameras' ids. */
  readonly unplaced: (page: Page<CameraId>) => Promise<readonly OlderRow[]>;
  /**
   * Puts such rows where they are, whoever else is there: they wait no more, also where no place is known of them.
   * Skips one that has changed meanwhile.
   */
  place(rows: readonly (OlderRow & { readonly places: readonly Place[] })[]): Promise<void>;
  /**
   * Returns other cameras that have a place in common with this one, or have led connections there, whoever
   * owns them.
   */
  sharing(camera: CameraId): Promise<readonly CameraId[]>;
  /**
   * Returns every pair of cameras of two owners at one place, in whatever state, of which one is of these cameras. One
   * of a pair is always `older`.
   */
  conflicts(cameras: readonly CameraId[]): Promise<readonly Conflict[]>;
}
