/** The account-to-device map at rest. For requests `wall/partitions/` alone reads it; for the operator `wall/operator/` and the bridge do. */
import type { AccountId, CameraId, DeviceId } from '../identity/ids.ts';
import type { PinnedLine } from './pins.ts';
import type { Claim } from './places.ts';

export type Role = 'owner' | 'viewer';
export type DeviceKind = 'camera' | 'doorbell';
/** How many connections a camera takes at a time: `one` and `many` in the operator's word, `learnt`: one, as it was seen. */
export type Connections = 'one' | 'learnt' | 'many';

/** What a camera is, whoever sees it. */
export interface CameraRecord {
  readonly camera: CameraId;
  /** Ownership epoch; see wall/partitions/stamp.ts. */
  readonly epoch: number;
  readonly kind: DeviceKind;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly hwVersion?: string;
  readonly swVersion?: string;
  /** SourceSettings as JSON, sealed (identity/seal.ts) with the camera id as context. */
  readonly sealedSource: string;
  /** Its source is kept open even when nobody watches. */
  readonly alwaysWarm: boolean;
  /** Absent where nobody knows. */
  readonly connections?: Connections;
}

/** A camera as it stands in the map. */
export interface MappedCamera extends CameraRecord {
  /**
   * How often it was to be opened anew: by a new address, by forgetting its pin, by another camera
   * answering in its place. What was opened under another number is over.
   */
  readonly opening: number;
}

/** How one account sees a camera. */
export interface MapEntry {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly role: Role;
  readonly name: string;
  readonly room?: string;
  readonly nicknames: readonly string[];
}

/** A map entry joined with the camera it leads to. */
export interface MappedDevice extends MapEntry, MappedCamera {
  /** The store's revision since which the account may see the camera; 0 where nobody wrote it down. */
  readonly began: number;
  /** Nobody who is confirmed owns the camera: it is shown to nobody. */
  readonly unconfirmed?: true;
}

/** What an account calls a camera, and where it says that it hangs. */
export type Naming = Pick<MapEntry, 'name' | 'room' | 'nicknames'>;

/** Where a camera is reached from now on. */
export interface SourceChange {
  readonly camera: CameraId;
  readonly sealedSource: string;
  readonly alwaysWarm: boolean;
  readonly claim: Claim;
  /** By which URLs it is reached: that another camera answers over any other is forgotten. */
  readonly lines: readonly PinnedLine[];
  /** What was known stays where this is left out. */
  readonly connections?: Connections;
  readonly epoch?: number;
}

/**
 * Where `epoch` is given, an operation is carried out only while the camera is in that ownership, and
 * otherwise finds no camera: what was meant for the old owner's camera never reaches the new one's.
 */
export interface DeviceMap {
  /** One entry of one account: primary key (account, device). */
  entry(account: AccountId, device: DeviceId): Promise<MappedDevice | undefined>;
  /** All entries of one account, oldest first. */
  entries(account: AccountId): Promise<readonly MappedDevice[]>;
  /** The cameras to be kept open when nobody watches; none whose owner is unconfirmed. */
  warm(): Promise<readonly MappedCamera[]>;
  /** All entries of one camera: for the operator's commands. */
  entriesOf(camera: CameraId): Promise<readonly MappedDevice[]>;
  /** Every entry, oldest first: for the operator's listing. */
  list(): Promise<readonly MappedDevice[]>;
  /**
   * A new camera with its owner's entry and its places, in one transaction.
   * @throws Failure `not-found` when there is no such account, `bad-request` when another owner's
   * camera is at one of its places.
   */
  addCamera(camera: CameraRecord, owner: MapEntry, claim: Claim): Promise<void>;
  /**
   * One more account may see a camera.
   * @throws Failure `bad-request` when it already does, `not-found` when there is no such account
   * or camera.
   */
  addEntry(camera: CameraId, entry: MapEntry, epoch?: number): Promise<void>;
  /** Changes what one account calls a camera. False when there was no such entry. */
  rename(account: AccountId, device: DeviceId, naming: Naming): Promise<boolean>;
  /**
   * Changes where cameras are reached, all at once or none: they are to be opened anew, and the places
   * of their origins go. The epochs stay. False when there was not each of them.
   * @throws Failure `bad-request` when another owner's camera is at one of the new places.
   */
  setSources(changes: readonly SourceChange[]): Promise<boolean>;
  /**
   * Puts `sealed` in the place of `before` for a camera that stays where it is; its origins stay, and it
   * is opened anew. False where `before` is not what stands there, or in another ownership.
   */
  reseal(camera: CameraId, before: string, sealed: string, epoch: number): Promise<boolean>;
  /**
   * A camera was seen to take one connection only. Nothing is opened anew. False where the operator has said how many
   * it takes, where it was known, or in another ownership.
   */
  learnOneConnection(camera: CameraId, epoch: number): Promise<boolean>;
  /** False when there was no such entry. */
  removeEntry(account: AccountId, device: DeviceId): Promise<boolean>;
  /**
   * Hands a camera over: every old entry goes, `owner` is the only new one, the epoch goes up by
   * one, in one transaction. Returns the new epoch.
   * @throws Failure `not-found` when there is no such account or camera, `bad-request` when a camera
   * that would not be the heir's is at the same place.
   */
  transfer(camera: CameraId, owner: MapEntry, epoch?: number): Promise<number>;
  /** Removes a camera and every entry of it. False when there was none. */
  removeCamera(camera: CameraId, epoch?: number): Promise<boolean>;
}
