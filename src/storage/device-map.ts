/**
 * The account-to-device map at rest. Requests read it as `Store.of` their account, and only in `wall/partitions/`;
 * what is here is for operators: `wall/operator/` and the bridge read it.
 */
import type { AccountId, CameraId, DeviceId } from '../identity/ids.ts';
import type { Page } from './page.ts';
import type { PinnedLine } from './pins.ts';
import type { Claim } from './places.ts';

export type Role = 'owner' | 'viewer';
export type DeviceKind = 'camera' | 'doorbell';
/**
 * How many connections a camera takes at a time: `one` and `many` are the operator's word, `learnt` is one,
 * as it was seen.
 */
export type Connections = 'one' | 'learnt' | 'many';

/** What a camera is, to everybody who sees it. */
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
  /** Absent if nobody knows. */
  readonly connections?: Connections;
}

/** A camera as it stands in the map. */
export interface MappedCamera extends CameraRecord {
  /**
   * How often it had to be opened anew: for a new address, a forgotten pin, or another camera answering in
   * its place. What was opened under another number is over.
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

/** A camera, and where it is. */
export type SealedCamera = Pick<CameraRecord, 'camera' | 'sealedSource'>;

/** A map entry joined with the camera it leads to. */
export interface MappedDevice extends MapEntry, MappedCamera {
  /** The store's revision since which the account may see the camera; 0 if it was not written down. */
  readonly began: number;
  /** No confirmed account owns the camera: it is shown to nobody. */
  readonly unconfirmed?: true;
}

/** What an account calls a camera, and where it says that the camera hangs. */
export type Naming = Pick<MapEntry, 'name' | 'room' | 'nicknames'>;

/** Where a camera is reached from now on. */
export interface SourceChange {
  readonly camera: CameraId;
  readonly sealedSource: string;
  readonly alwaysWarm: boolean;
  readonly claim: Claim;
  /** The URLs by which it is reached: for any other, it is forgotten that another camera answers there. */
  readonly lines: readonly PinnedLine[];
  /** If this is left out, the known value stays. */
  readonly connections?: Connections;
  readonly epoch?: number;
}

/**
 * If `epoch` is given, an operation is carried out only while the camera is in that ownership, and otherwise
 * finds no camera: a change meant for the old owner's camera never reaches the new one's.
 */
export interface DeviceMap {
  /** Returns the cameras to be kept open when nobody watches; none whose owner is unconfirmed. */
  warm(): Promise<readonly MappedCamera[]>;
  /** Returns the one entry with this device id, whichever account has it. */
  ofDevice(device: DeviceId): Promise<MappedDevice | undefined>;
  /** Returns all entries of one camera. */
  entriesOf(camera: CameraId): Promise<readonly MappedDevice[]>;
  /** Returns the entries with these device ids that there are, oldest first. */
  ofDevices(devices: readonly DeviceId[]): Promise<readonly MappedDevice[]>;
  /** Returns all entries of these cameras, oldest first. */
  ofCameras(cameras: readonly CameraId[]): Promise<readonly MappedDevice[]>;
  /**
   * Returns entries of all accounts, oldest first.
   * @throws Failure `not-found` if no entry has the device id of `after`.
   */
  readonly page: (page: Page<DeviceId>) => Promise<readonly MappedDevice[]>;
  /** Returns cameras in the order of their ids, with no more than their addresses: for what has to see every camera. */
  readonly cameras: (page: Page<CameraId>) => Promise<readonly SealedCamera[]>;
  /** Whether some camera is of this model. */
  hasModel(model: string): Promise<boolean>;
  /** Returns models that cameras have, each once, by name. */
  readonly models: (page: Page<string>) => Promise<readonly string[]>;
  /**
   * Adds a camera with its owner's entry and its places, in one transaction.
   * @throws Failure `not-found` if there is no such account, `bad-request` if another owner's camera is at
   * one of its places.
   */
  addCamera(camera: CameraRecord, owner: MapEntry, claim: Claim): Promise<void>;
  /**
   * Lets one more account see a camera.
   * @throws Failure `bad-request` if it already does, `not-found` if there is no such account or camera.
   */
  addEntry(camera: CameraId, entry: MapEntry, epoch?: number): Promise<void>;
  /**
   * Changes where cameras are reached, all at once or none: they are opened anew, and the places of their
   * origins go. The epochs stay. Returns false if one of them does not exist.
   * @throws Failure `bad-request` if another owner's camera is at one of the new places.
   */
  setSources(changes: readonly SourceChange[]): Promise<boolean>;
  /**
   * Puts `sealed` in the place of `before` for a camera that stays where it is; its origins stay, and it is
   * opened anew. Returns false if something else than `before` stands there, or the camera is in another
   * ownership.
   */
  reseal(camera: CameraId, before: string, sealed: string, epoch: number): Promise<boolean>;
  /**
   * Notes that a camera was seen to take only one connection. Nothing is opened anew. Returns false if the
   * operator has said how many it takes, if it was known, or in another ownership.
   */
  learnOneConnection(camera: CameraId, epoch: number): Promise<boolean>;
  /**
   * Hands a camera over: every old entry goes, `owner` is the only new one, and the epoch goes up by one, in
   * one transaction. Returns the new epoch.
   * @throws Failure `not-found` if there is no such account or camera, `bad-request` if a camera that would
   * not be the heir's is at the same place.
   */
  transfer(camera: CameraId, owner: MapEntry, epoch?: number): Promise<number>;
  /** Removes a camera and every entry of it. Returns false if there was none. */
  removeCamera(camera: CameraId, epoch?: number): Promise<boolean>;
}
