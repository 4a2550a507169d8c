/** What stood when: linkings and entries of the map, including those that are over. For operators. */
import type { AccountId, CameraId, DeviceId, GrantId } from '../identity/ids.ts';
import type { Role } from './device-map.ts';
import type { Page } from './page.ts';

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

/** A time during which an account could see a camera; `from` is 0 if it was not written down. */
export interface EntrySpan extends Span {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly camera: CameraId;
  readonly epoch: number;
  readonly model?: string;
  readonly role: Role;
}

/** A row of another account was removed by an operator's word, because this one has the same camera. */
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
  /**
   * Returns the grants that were active at some time from `since` to `until`, of accounts that had one, also such as are
   * gone: a page is of so many accounts, with all of theirs, in the order of the accounts' ids.
   */
  grants(since: number, until: number, page: Page<AccountId>): Promise<readonly GrantSpan[]>;
  /** Returns the entries that stood at some time from `since` to `until`, in pages as `grants`. */
  entries(since: number, until: number, page: Page<AccountId>): Promise<readonly EntrySpan[]>;
  /** Returns those of these cameras. */
  entriesOf(
    cameras: readonly CameraId[],
    since: number,
    until: number,
  ): Promise<readonly EntrySpan[]>;
  /** Returns every take-over from `since` to `until`, oldest first. */
  takeOvers(since: number, until: number): Promise<readonly TakeOver[]>;
  /** Returns those that do not stand in the delivery record yet, oldest first. */
  unrecordedTakeOvers(): Promise<readonly TakeOver[]>;
  /** Notes that all of them up to `last` stand in the record. */
  takeOversRecorded(last: TakeOver): Promise<void>;
  /** Returns how many there are that were over before `time`. */
  forgettable(time: number): Promise<number>;
  /** Drops what was over before `time`; returns how many. */
  forget(time: number): Promise<number>;
  /** Drops what is over of one account, whenever it ended; returns how many. */
  forgetAccount(account: AccountId): Promise<number>;
}
