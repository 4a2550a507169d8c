/** What stood when: linkings and entries of the map, those that are over too. For operators. */
import type { AccountId, CameraId, DeviceId, GrantId } from '../identity/ids.ts';
import type { Role } from './device-map.ts';

/** Milliseconds since 1970; `to` is absent while it lasts. */
export interface Span {
  readonly from: number;
  readonly to?: number;
}

/** A time during which a grant was active. */
export interface GrantSpan extends Span {
  readonly account: AccountId;
  readonly grant: GrantId;
}

/** A time during which an account could see a camera; `from` is 0 where nobody wrote it down. */
export interface EntrySpan extends Span {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly camera: CameraId;
  readonly epoch: number;
  readonly model?: string;
  readonly role: Role;
}

/** By an operator's word, a row of another account was removed, since this one has the same camera. */
export interface TakeOver {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly formerAccount: AccountId;
  /** The device id of the former owner. */
  readonly formerDevice: DeviceId;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface History {
  /** Every grant that was active at some time from `since` to `until`. */
  grants(since: number, until: number): Promise<readonly GrantSpan[]>;
  /** Every entry that stood at some time from `since` to `until`. */
  entries(since: number, until: number): Promise<readonly EntrySpan[]>;
  /** Every take-over from `since` to `until`, oldest first. */
  takeOvers(since: number, until: number): Promise<readonly TakeOver[]>;
  /** Those that do not stand in the delivery record yet, oldest first. */
  unrecordedTakeOvers(): Promise<readonly TakeOver[]>;
  /** Notes that all up to this one, which was the last of those, stand in the record. */
  takeOversRecorded(last: TakeOver): Promise<void>;
  /** How many there are that were over before `time`. */
  forgettable(time: number): Promise<number>;
  /** Forgets what was over before `time`; gives how many. */
  forget(time: number): Promise<number>;
  /** Forgets what was over of one account, whenever that was; gives how many. */
  forgetAccount(account: AccountId): Promise<number>;
}
