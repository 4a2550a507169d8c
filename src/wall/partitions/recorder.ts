/** What the wall reports to the record of who was shown what. The record itself is not its concern. */
import type { AccountId, DeviceId, GrantId, SessionId } from '../../identity/ids.ts';
import type { StreamProtocol } from '../../identity/ticket.ts';
import type { ForeignStamp } from './alarm.ts';
import type { News } from './notes.ts';
import type { SessionEnd } from './partition.ts';
import type { Stamped } from './stamp.ts';

/** What answered for a camera over one line, as far as it is known. */
export interface Answered {
  /** Hash and wording of the pin by which it was recognised. */
  readonly pin?: string;
  readonly description?: string;
  /** Keyed hash of where it was reached: address, port, path and query, as in the store of places. */
  readonly place?: string;
  /** Keyed hash of the address alone. */
  readonly host?: string;
  /** Where it has led connections beyond that, newest first: hashes like `place`, at most eight. */
  readonly led?: readonly string[];
}

export interface AnsweredLines {
  readonly stream?: Answered;
  readonly still?: Answered;
  /** What its ONVIF service says of the device: pin, description and host. */
  readonly onvif?: Answered;
}

/** Who is being shown what: which camera was meant, and what answered. */
export interface DeliveryFacts extends Stamped {
  readonly id: SessionId;
  readonly account: AccountId;
  readonly grant: GrantId | undefined;
  readonly device: DeviceId;
  readonly model: string | undefined;
  readonly protocol: StreamProtocol;
  /** Absent until it has been asked for. */
  readonly answered?: AnsweredLines | undefined;
  /** The display's network address, if that is to be recorded. */
  readonly address?: string | undefined;
}

/** What is noted of a session beside its beginning and its end. */
export type SessionNote = News &
  Pick<DeliveryFacts, 'account' | 'grant' | 'device' | 'stamp'> & { readonly session: SessionId };

/** The record of one session, from its first byte on. */
export interface Delivery {
  /** Counts bytes that have left, and the access units in them. Called for every packet. */
  add(bytes: number, units: number): void;
  /** Notes that something else has answered since, over these lines. Must not throw. */
  answered(lines: AnsweredLines): void;
  end(reason: SessionEnd): void;
}

export interface Recorder {
  /**
   * Called before a session starts, and before anything of it leaves.
   * @throws Failure `storage-down` while deliveries could not be written down.
   */
  ready(): void;
  /** Notes that the first byte of a session is about to leave. */
  begin(facts: DeliveryFacts): Delivery;
  /** Notes that a foreign picture was about to leave, and was stopped. Must not throw. */
  refused(event: ForeignStamp): void;
  /** Notes that a session's ticket was used from another place, or that its display connected anew. Must not throw. */
  noted(note: SessionNote): void;
}

const unrecorded: Delivery = Object.freeze({
  add: () => undefined,
  answered: () => undefined,
  end: () => undefined,
});

/** Keeps no record: for an operator who has switched it off. */
export const noRecord: Recorder = Object.freeze({
  ready: () => undefined,
  begin: () => unrecorded,
  refused: () => undefined,
  noted: () => undefined,
});
