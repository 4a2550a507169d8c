/**
 * What a camera says of itself, made fit for comparing. Parts that differ from one connection to the next, or
 * with the firmware, are left out, and so are addresses. Names of its streams are no part of it, nor are
 * settings (size, codec, audio).
 */
import { createHash } from 'node:crypto';
import { bare, cut, words } from '../../../wall/partitions/saying.ts';

/** Who is speaking, in the terms of RTSP (RFC 2326), HTTP, SDP (RFC 8866) and ONVIF. */
export const sayings = [
  'server', // the Server header
  'realm', // that of its log-in; with many makers the serial number or the hardware address
  'origin', // o=, only the user name: the rest is of one session
  'tool', // a=tool
  'maker', // what ONVIF's GetDeviceInformation says, except the firmware
  'model',
  'serial',
  'hardware',
] as const;

/**
 * The names of the stream: with many makers main and sub stream differ here. Read only to compare a pin of an
 * earlier version, which is one hash of these and the others together; see old-pin.ts.
 */
export const streamSayings = [
  'session', // s=
  'information', // i=
] as const;

export type Saying = (typeof sayings)[number] | (typeof streamSayings)[number];

const allSayings: readonly Saying[] = [...sayings, ...streamSayings];

/** The maker's names for a device: what looks like a version or an address in them is none. */
const ownWords: ReadonlySet<Saying> = new Set(['maker', 'model', 'serial', 'hardware']);

/** Sayings by name, as `plain` and `bare` return them; what was not said is left out. */
export type Likeness = Readonly<Partial<Record<Saying, string>>>;

const url = /\b[a-z][a-z0-9+.-]*:\/\/\S*/giu;
/** Numbers with dots, with or without a slash before and a suffix behind: versions, IPv4 addresses. */
const version = /\/?\bv?\d+(?:\.\d+)+[\w+-]*|\/v?\d{1,4}(?![\w.-])/giu;

/** Returns one saying without versions, addresses and control characters; at most 100 code points. */
export function plain(text: string): string {
  return cut(words(text).replace(url, '').replace(version, ' '));
}

/** Returns the likeness of what was said, in the camera's own words. */
export function likenessOf(said: Readonly<Partial<Record<Saying, string | undefined>>>): Likeness {
  const kept = allSayings.flatMap((name) => {
    const text = (ownWords.has(name) ? bare : plain)(said[name] ?? '');
    // The dash is how SDP writes that there is nothing to say.
    return text === '' || text === '-' ? [] : [[name, text] as const];
  });
  return Object.freeze(Object.fromEntries(kept));
}

/** Returns the sayings of the device, said or not, that are the same in both. */
export function inCommon(one: Likeness, other: Likeness): readonly Saying[] {
  return sayings.filter((name) => one[name] === other[name]);
}

/** Returns SHA-256 of the sayings named in `fields`, base64url. */
export function hashOf(likeness: Likeness, fields: readonly string[]): string {
  const said: Readonly<Record<string, string>> = likeness;
  const pairs = fields.map((name) => [name, said[name] ?? '']);
  return createHash('sha256').update(JSON.stringify(pairs)).digest('base64url');
}

/** Returns what a camera says of itself, in a line for people; without `names` only what names the device. */
export function describe(likeness: Likeness, names: readonly Saying[] = sayings): string {
  const texts = new Set(names.flatMap((name) => likeness[name] ?? []));
  return texts.size === 0 ? 'says nothing of itself' : [...texts].join(', ');
}
