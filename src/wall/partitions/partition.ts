/**
 * What one account may reach, as one object. The only way to get one is `partitions.within`.
 *
 * `P` is a fresh type for every call of `within`: a device of one partition does not compile in another, and
 * cannot be returned out of its own. It is invariant (a function from P to P), or the compiler would widen it
 * on the way out.
 */
import type { DeviceId, SessionId } from '../../identity/ids.ts';
import type { StreamProtocol } from '../../identity/ticket.ts';
import type { CameraAddress } from './camera-address.ts';
import type { AccountCache } from './account-cache.ts';
import type { Filmed, Stamped } from './stamp.ts';

declare const partition: unique symbol;

/** Absent at run time; it exists so that no literal can be taken for a minted object. */
interface Bound<P> {
  readonly [partition]: (partition: P) => P;
}

/** The parts of a bound object that exist at run time: what a maker has to provide. */
export type Unbound<T> = Omit<T, typeof partition>;

/** A camera or doorbell as this account sees it. */
export interface Device<P> extends Bound<P> {
  readonly id: DeviceId;
  readonly kind: 'camera' | 'doorbell';
  readonly role: 'owner' | 'viewer';
  readonly name: string;
  readonly nicknames: readonly string[];
  readonly room?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly hwVersion?: string;
  readonly swVersion?: string;
}

/** What a ticket says of its session; all of it must be so. */
export interface NamedSession {
  readonly session: SessionId;
  readonly device: DeviceId;
  readonly protocol: StreamProtocol;
}

/**
 * Every reason why a session may be over. The record has it if something was delivered; docs/audit.md
 * explains each.
 */
export const sessionEnds = [
  'display', // the display said so
  'not-opened', // never used within the opening time
  'idle',
  'too-long',
  'revoked', // unlinked, camera gone or handed over, account gone
  'reopened', // its address or its pin was changed, or another camera answered in its place
  'suspended', // by the operator's switch
  'unverifiable', // storage could not be asked whether it still stands
  'foreign-stamp', // the alarm: bytes of another camera were about to be delivered
  'replaced', // more sessions than one account may have; the one that is missed least goes
  'asked-again', // before its display came, because the account awaits as many as it may: the newer one counts
  'failed', // the transport broke
  'shutdown',
] as const;

/** Why a session is over. */
export type SessionEnd = (typeof sessionEnds)[number];

/** One display watching one device. Its stamp is the only one that it may be shown. */
export interface Session<P> extends Bound<P>, Stamped {
  readonly id: SessionId;
  readonly device: DeviceId;
  readonly protocol: StreamProtocol;
  readonly ended: boolean;
  /** Monotonic milliseconds: nothing that was filmed before is for this session. */
  readonly since: number;
  /**
   * For how many milliseconds its lease runs on by the monotonic clock; none or less when it is over. What is under way
   * then must not go on.
   */
  readonly leasedForMs: number;
  /**
   * The last check before bytes leave. It throws, and nothing may be sent, unless `what` carries this
   * session's stamp, was filmed since its right began, and the map said less than a lease ago that the stamp
   * is still this account's. A foreign stamp ends the session and raises the alarm.
   * @throws Failure `forbidden` (foreign stamp), `not-found` (filmed before), `stream-ended`, `unverified` (the lease is
   * over: not now), or `storage-down` if the record of deliveries cannot be written.
   */
  admit(what: Filmed): void;
  /** Counts what was admitted and is on its way, in bytes and access units, for the record of who was shown what. */
  delivered(bytes: number, units: number): void;
  /**
   * Notes that the display has used its stream: it is open, and not idle. `from` is its network address, if
   * that is to be recorded: the record has the last one before its first byte leaves.
   */
  touch(from?: string): void;
  /**
   * Notes that its ticket was used from `place`: the user's network address, or a keyed hash that stands for
   * it. Any place but the first goes to the record, once.
   */
  usedFrom(place: string): void;
  /** Notes that its display connected before and connects again: goes to the record. */
  reconnected(): void;
  /** Runs `work` once when the session ends, or at once if it is over already. */
  onEnd(work: (reason: SessionEnd) => void): void;
  end(reason: SessionEnd): void;
}

export interface Partition<P> extends Bound<P> {
  /** This account's opaque id, as assistants get it. To the types it is a plain text, which opens nothing. */
  readonly account: string;
  /**
   * This account's cache; emptied on unlinking. Whatever it holds of the map counts for one revision of the
   * store only.
   */
  readonly cache: AccountCache;
  /**
   * Reads the map. @throws Failure `device-not-found`, the same for an id that does not exist and
   * for one of another account.
   */
  device(id: string): Promise<Device<P>>;
  devices(): Promise<readonly Device<P>[]>;
  /**
   * Checks, after a wait, that the map still has the device as it was.
   * @throws Failure `device-not-found`.
   */
  stands(device: Device<P>): Promise<void>;
  /** Returns the devices in whose place another camera answers, which is not shown. */
  replaced(): Promise<ReadonlySet<DeviceId>>;
  /** Returns where the camera of a device is reached. @throws Failure `internal` for a foreign object. */
  address(device: Device<P>): CameraAddress;
  /**
   * Checks that the operator lets pictures of a device out; called before its camera is opened for them.
   * @throws Failure `suspended`.
   */
  permit(device: Device<P>): void;
  /**
   * Starts a session. If the account has too many, the one that is missed least ends.
   * @throws Failure `suspended`, `too-many`, `overloaded`, or `storage-down` if the record cannot be written.
   */
  startSession(device: Device<P>, protocol: StreamProtocol): Session<P>;
  /** Returns the ticket for a session of this partition, to be put into its URL. */
  ticket(session: Session<P>, bearer: string): string;
  /**
   * Returns the running session that a ticket names: the map said less than a lease ago that it stands, or says so now.
   * @throws Failure `not-found` if there is none, it is over, or it is of another device, protocol or grant
   * than the ticket says.
   */
  session(named: NamedSession): Promise<Session<P>>;
  /** Unlinks: revokes the grant under which this request speaks, empties the cache, ends its streams. */
  unlink(): Promise<void>;
}

/** Work to be done inside one partition; `R` cannot mention `P`. */
export type Work<R> = <P>(partition: Partition<P>) => Promise<R>;
