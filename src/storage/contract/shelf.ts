/** An empty place for data, and records to put into it. */
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  newGrantId,
  type AccountId,
  type CameraId,
} from '../../identity/ids.ts';
import { hashSecret, newSecret } from '../../identity/secret.ts';
import type { AccountRecord } from '../accounts.ts';
import type { CameraRecord, MapEntry, SourceChange } from '../device-map.ts';
import type { CodeRecord, GrantRecord } from '../grants.ts';
import type { Claim } from '../places.ts';
import type { Store } from '../store.ts';

export interface Shelf {
  /** Opens one more store on the same data, as another process would. */
  open(now?: () => number, reached?: () => number): Promise<Store>;
  /** Closes what was opened and throws the data away. */
  dispose(): Promise<void>;
  /**
   * What `Store.revision` counts: changes that matter to somebody, one by one, or every transaction that writes
   * anything, whatever it is.
   */
  readonly revisionOf: 'changes' | 'transactions';
}

export type MakeShelf = () => Promise<Shelf>;

/** A moment after which the sample records expire; milliseconds since 1970. */
export const noon = 1_800_000_000_000;

/** Returns an account under a new id. Here as in all samples, `over` replaces fields. */
export function sampleAccount(over: Partial<AccountRecord> = {}): AccountRecord {
  const id = newAccountId();
  return {
    id,
    name: 'Birch',
    email: `${id.slice(2).toLowerCase()}@example.org`,
    passwordHash: '$argon2id$sample',
    createdAt: noon,
    ...over,
  };
}

/** Returns a camera under a new id. */
export const sampleCamera = (over: Partial<CameraRecord> = {}): CameraRecord => ({
  camera: newCameraId(),
  epoch: 1,
  kind: 'camera',
  sealedSource: 'k.sealed',
  alwaysWarm: false,
  ...over,
});

/** Returns an owner's entry of the map under a new device id. */
export const sampleEntry = (account: AccountId, over: Partial<MapEntry> = {}): MapEntry => ({
  account,
  device: newDeviceId(),
  role: 'owner',
  name: 'Front door',
  nicknames: [],
  ...over,
});

/** The claim of a camera whose name gives no address. */
export const nowhere: Claim = { places: [], unresolved: [], kept: [], takeOver: false };

/** A camera reached elsewhere, nowhere in particular. */
export const moved = (
  camera: CameraId,
  sealedSource: string,
  alwaysWarm: boolean,
  epoch?: number,
): SourceChange => ({
  camera,
  sealedSource,
  alwaysWarm,
  claim: nowhere,
  lines: ['stream', 'still', 'onvif'],
  ...(epoch !== undefined && { epoch }),
});

/** Returns a grant of that account under a new id. */
export const sampleGrant = (account: AccountId, over: Partial<GrantRecord> = {}): GrantRecord => ({
  id: newGrantId(),
  account,
  client: 'assistant',
  scope: 'cameras',
  createdAt: noon,
  ...over,
});

/** Returns a code of that grant, good for ten minutes from `noon`. */
export const sampleCode = (grant: GrantRecord, over: Partial<CodeRecord> = {}): CodeRecord => ({
  hash: hashSecret(newSecret()),
  grant: grant.id,
  account: grant.account,
  client: grant.client,
  redirectUri: 'https://assistant.example/r/sample',
  scope: grant.scope,
  expiresAt: noon + 600_000,
  ...over,
});
