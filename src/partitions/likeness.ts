/**
 * What a camera says of itself, made fit for comparing: what differs from one connection to the next,
 * or with the firmware, is left out, and so are addresses. What can be set (size, codec, audio) is no
 * part of it.
 */
import { createHash } from 'node:crypto';

/** Who is speaking, in the words of RTSP (RFC 2326), HTTP and SDP (RFC 8866). */
export const sayings = [
  'server', // the Server header
  'realm', // of its log-in; with many makers the serial number or the hardware address
  'session', // s=
  'information', // i=
  'origin', // o=, the user name alone: the rest is of one session
  'tool', // a=tool
] as const;

export type Saying = (typeof sayings)[number];

/** Sayings by name, as `plain` gives them; what was not said is left out. */
export type Likeness = Readonly<Partial<Record<Saying, string>>>;

const longest = 100;
/** A camera is a stranger: no more of its words than this are looked at. */
const longestGiven = 1_000;
const url = /\b[a-z][a-z0-9+.-]*:\/\/\S*/giu;
/** Numbers with dots, with or without a slash before and a suffix behind: versions, IPv4 addresses. */
const version = /\/?\bv?\d+(?:\.\d+)+[\w+-]*|\/v?\d{1,4}(?![\w.-])/giu;

/** One saying without versions, addresses and control characters; at most 100 code points. */
export function plain(text: string): string {
  const words = text
    .slice(0, longestGiven)
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ');
  const bare = words.replace(url, ' ').replace(version, ' ').replace(/ +/g, ' ').trim();
  return Array.from(bare).slice(0, longest).join('').trim();
}

/** Likeness of what was said, in the camera's own words. */
export function likenessOf(said: Readonly<Partial<Record<Saying, string | undefined>>>): Likeness {
  const kept = sayings.flatMap((name) => {
    const text = plain(said[name] ?? '');
    // The dash is how SDP writes that there is nothing to say.
    return text === '' || text === '-' ? [] : [[name, text] as const];
  });
  return Object.freeze(Object.fromEntries(kept));
}

/** The sayings, said or not, that are the same in both. */
export function inCommon(one: Likeness, other: Likeness): readonly Saying[] {
  return sayings.filter((name) => one[name] === other[name]);
}

/** SHA-256 of the sayings named in `fields`, base64url. */
export function hashOf(likeness: Likeness, fields: readonly string[]): string {
  const said: Readonly<Record<string, string>> = likeness;
  const pairs = fields.map((name) => [name, said[name] ?? '']);
  return createHash('sha256').update(JSON.stringify(pairs)).digest('base64url');
}

/** What a camera says of itself, in a line for people. */
export function describe(likeness: Likeness): string {
  const texts = new Set(sayings.flatMap((name) => likeness[name] ?? []));
  return texts.size === 0 ? 'says nothing of itself' : [...texts].join(', ');
}
