/**
 * Guards a connection to a camera, and says why it is ended: until it is seen to be the bound one, no
 * password is sent. A digest is a password, too: whoever holds it can guess.
 */
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { FoundAddresses } from '../../../wall/partitions/found-addresses.ts';
import type { Authentication, OriginPlace, SeenKey } from '../../../wall/partitions/origin.ts';
import type { PinnedLine } from '../../../wall/partitions/origin-port.ts';

/** Why a connection is ended. Our own words only: nothing a camera sent, no address. */
export type OriginReason =
  | 'certificate' // a self-signed key that nobody has confirmed
  | 'expired' // its key is the bound one, but the authorities do not vouch for it any more
  | 'other-key'
  | 'other-address' // its name leads elsewhere now, and nothing shows that it is the same camera
  | 'other-realm' // it asks for a password under another name, or where none was asked for
  | 'downgrade' // it asks for a password in a weaker way than before
  | 'leads-elsewhere' // it sends us to another scheme, host or port
  | 'other-owner' // the same place belongs to another account's camera
  | 'moved-to-other' // the same, of a camera that was met elsewhere before
  | 'same-serial'; // another account's camera has its serial number, and its make gives each once

const words: Readonly<Record<OriginReason, string>> = {
  certificate: 'its certificate is its own, and its key was not confirmed',
  expired: 'its certificate has run out, or is not trusted any more',
  'other-key': 'it has another TLS key',
  'other-address': 'its name leads to another address, and it does not prove that it is the same',
  'other-realm': 'it asks for the password of another log-in',
  downgrade: 'it asks for the password in a weaker way than before',
  'leads-elsewhere': 'it sends us to another address',
  'other-owner': 'another account has this camera',
  'moved-to-other': 'it leads to the camera of another account now',
  'same-serial':
    'another account has the camera of this serial number, and its make is called unique (casement make)',
};

/** Reasons that point to another camera. The others are reported without an alarm. */
export const alarming: ReadonlySet<OriginReason> = new Set([
  'other-key',
  'other-address',
  'moved-to-other',
  'other-realm',
  'downgrade',
  'leads-elsewhere',
]);

/** Returns a reason in a line for people. */
export function wordsOf(reason: OriginReason): string {
  return words[reason];
}

/** Ends one connection before anything of it is shown, and before a password leaves. */
export class OriginRefusal extends Error {
  readonly reason: OriginReason;

  constructor(reason: OriginReason) {
    super(words[reason]);
    this.name = 'OriginRefusal';
    this.reason = reason;
  }
}

/** Guards one connection to one URL of a camera. Every method throws OriginRefusal to end it. */
export interface OriginGuard {
  readonly line: PinnedLine;
  /** The bound transport. */
  readonly transport: 'tcp' | 'udp' | undefined;
  /** PEM of the authorities to be trusted for this camera in place of the system's. */
  readonly ca: string | undefined;
  /** Returns the addresses of the host, in the order in which to try them. */
  order(found: readonly string[]): readonly string[];
  /**
   * Called before connecting: none of the addresses that its host gives may be where another owner's camera
   * is, by path and query. Rejects also if that cannot be found out.
   */
  approach(addresses: FoundAddresses, port: number, path: string): Promise<void>;
  /**
   * Called when a connection stands and nothing has been asked yet. `key` is absent without TLS. All
   * connections of one guard lead to one place.
   */
  connected(place: OriginPlace, key: SeenKey | undefined): void;
  /**
   * Chooses which of these to answer; called before every password or digest. `refused` is the scheme of an
   * answer that has just been refused though the camera goes on offering it.
   */
  readonly choose: <Offer extends Authentication>(
    offered: readonly Offer[],
    refused?: Authentication['scheme'],
  ) => Offer;
  /** Called before a proof without a realm leaves (ONVIF's UsernameToken). */
  maySendToken(): void;
  /** Called when a rule of its protocol refused it, such as that of redirects. */
  refused(reason: OriginReason): void;
  /** Called when the camera has answered as the pinned one, and nothing was set up yet. */
  recognised(): void;
  /** Returns a guard that knows what was seen on this connection, for another one like it right away. */
  again(): OriginGuard;
  /** Called when it plays, or has answered: binds what was not bound. Rejects if it cannot be bound: show nothing. */
  bind(transport?: 'tcp' | 'udp'): Promise<void>;
}

/** Makes the guard of one connection to one URL of a camera. Rejects if it cannot be had: connect to nothing then. */
export type GuardOrigin = (address: CameraAddress, line: PinnedLine) => Promise<OriginGuard>;
