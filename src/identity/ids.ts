/**
 * The ids of Casement. A plain string is none of them: each is a brand whose only maker is the constructor of
 * the same name, so an account's id cannot be passed in place of a device's.
 *
 * All are opaque: a prefix that names the kind, then 128 random bits in base64url. None is used again after
 * what it named is gone.
 */
import { Failure } from '../common/failures.ts';
import { randomText } from './random.ts';

declare const brand: unique symbol;
type Branded<Kind extends string> = string & { readonly [brand]: Kind };

/** One person's login. An assistant gets it as it is: an opaque id. */
export type AccountId = Branded<'AccountId'>;
/** A camera as one account sees it. An assistant gets it as the device’s id. */
export type DeviceId = Branded<'DeviceId'>;
/** The camera itself, whoever sees it; it never leaves the bridge. */
export type CameraId = Branded<'CameraId'>;
/** One account linking. */
export type GrantId = Branded<'GrantId'>;
/** One display watching one device. */
export type SessionId = Branded<'SessionId'>;
/** One bridge, from its start to its end. */
export type BridgeId = Branded<'BridgeId'>;

const tail = /^[A-Za-z0-9_-]{22}$/;

function parse(prefix: string, name: string, text: string): string {
  if (!text.startsWith(prefix) || !tail.test(text.slice(prefix.length))) {
    throw new Failure('bad-request', `not ${name}`);
  }
  return text;
}

function fresh(prefix: string): string {
  return prefix + randomText(16);
}

/** Reads an account id from text. @throws Failure `bad-request` when the text has another form. */
export const AccountId = (text: string): AccountId =>
  parse('a_', 'an account id', text) as AccountId;
/** Reads a device id from text. @throws Failure `bad-request` when the text has another form. */
export const DeviceId = (text: string): DeviceId => parse('d_', 'a device id', text) as DeviceId;
/** Reads a camera id from text. @throws Failure `bad-request` when the text has another form. */
export const CameraId = (text: string): CameraId => parse('c_', 'a camera id', text) as CameraId;
/** Reads a grant id from text. @throws Failure `bad-request` when the text has another form. */
export const GrantId = (text: string): GrantId => parse('g_', 'a grant id', text) as GrantId;
/** Reads a session id from text. @throws Failure `bad-request` when the text has another form. */
export const SessionId = (text: string): SessionId =>
  parse('s_', 'a session id', text) as SessionId;

/** Makes an id that nobody else has: 128 bits from the system's generator. */
export const newAccountId = (): AccountId => fresh('a_') as AccountId;
/** As `newAccountId`, for a device. */
export const newDeviceId = (): DeviceId => fresh('d_') as DeviceId;
/** As `newAccountId`, for a camera. */
export const newCameraId = (): CameraId => fresh('c_') as CameraId;
/** As `newAccountId`, for a grant. */
export const newGrantId = (): GrantId => fresh('g_') as GrantId;
/** As `newAccountId`, for a session. */
export const newSessionId = (): SessionId => fresh('s_') as SessionId;
/** As `newAccountId`, for a bridge. */
export const newBridgeId = (): BridgeId => fresh('b_') as BridgeId;
