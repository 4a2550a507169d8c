/**
 * A place: where one URL of a camera leads, spelt one way and hashed. Two URLs that lead to the same camera
 * have the same hash, however they are written and whoever logs in with them.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import type { PlacedLine } from '../../storage/places.ts';
import type { SourceSettings } from './camera-address.ts';
import { placeOf, type UrlPlace } from './url-place.ts';

/** Where one line of a camera leads before its host is resolved. */
export interface Target extends UrlPlace {
  readonly line: PlacedLine;
}

function targetOf(line: PlacedLine, text: string): Target {
  return { line, ...placeOf(new URL(text)) };
}

/**
 * Returns where a camera's stream and its own stills are found. ONVIF is left out: it leads to a device, not
 * to a picture.
 */
export function targetsOf({ stream, still }: SourceSettings): readonly Target[] {
  return [targetOf('stream', stream), ...(still === undefined ? [] : [targetOf('still', still)])];
}

const ipv4 = (high: number, low: number): string =>
  [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');

/**
 * Returns the IPv4 address in the last 32 bits of an IPv6 address that is in its shortest form and begins
 * with `prefix`.
 */
function embedded(spelt: string, prefix: string): string | undefined {
  if (!spelt.startsWith(prefix)) return undefined;
  // Zeros may be left out: 64:ff9b:: is 0.0.0.0 there, and 64:ff9b::7 is 0.0.0.7.
  const form = /^(?:(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4}))?$/.exec(spelt.slice(prefix.length));
  if (form === null) return undefined;
  const [high = 0, low = 0] = form.slice(1).map((half) => Number.parseInt(half ?? '0', 16));
  return ipv4(high, low);
}

/** Returns the one spelling of an IP address: IPv4-mapped IPv6 is IPv4, and a zone is left out. */
export function spellAddress(text: string): string {
  const [bare = ''] = text.toLowerCase().split('%');
  if (isIP(bare) !== 6) return bare;
  const spelt = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  return embedded(spelt, '::ffff:') ?? spelt;
}

/** Addresses by which this machine reaches itself: the unspecified ones do, too. */
const thisMachine: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::1']);

/**
 * Returns the one spelling of where an address leads. Through NAT64 (64:ff9b::/96, RFC 6052) it leads to the
 * IPv4 address in it. This machine is 127.0.0.1. The rest of 127.0.0.0/8 is not: another server may listen at
 * each of them.
 */
function spellHost(address: string): string {
  const spelt = spellAddress(address);
  const reached = embedded(spelt, '64:ff9b::') ?? spelt;
  return thisMachine.has(reached) ? '127.0.0.1' : reached;
}

const plain = /[\w.~-]/;

/** Returns the one spelling of percent-encoded text: only what needs encoding is encoded. */
const spellPart = (text: string): string =>
  text.replace(/%([0-9a-f]{2})|[^\w.~-]/giu, (found, hex: string | undefined) => {
    const code = hex === undefined ? found.charCodeAt(0) : Number.parseInt(hex, 16);
    const letter = String.fromCharCode(code);
    return plain.test(letter) ? letter : `%${code.toString(16).padStart(2, '0')}`;
  });

/** Parameters of the query that hold credentials: they say nothing about where it leads. */
const login =
  /^(?:user(?:name)?|usr|login(?:use|name)?|pass(?:word|wd|wort)?|pwd|psw|loginpas{1,2}|auth|token)=/i;

/** ONVIF calls the name of a media profile a token: it says which channel of a recorder is meant, and opens nothing. */
const isProfile = (pair: string): boolean =>
  /^token=\w*$/i.test(pair) && (/profile/i.test(pair) || /^token=\d{1,3}$/i.test(pair));

const isLogin = (pair: string): boolean => login.test(pair) && !isProfile(pair);

/** Some makers put the login into the path: `/user=admin&password=&channel=1&stream=0.sdp`. */
const withoutLogin = (part: string): string =>
  part
    .split('&')
    .filter((pair) => !isLogin(pair))
    .join('&');

/** Whether path or query hold a user or a password. */
export function hasLogin(url: Pick<URL, 'pathname' | 'search'>): boolean {
  const text = `${url.pathname}&${url.search.replace(/^\?/, '')}`;
  return text.split(/[/&?;]|%26|%3f|%2f/i).some(isLogin);
}

/** An encoded divider, too, divides a path for servers that decode it whole. */
const divided = (text: string): string => text.replace(/%2f/giu, '/').replace(/%3f/giu, '?');

/** In a query a plus may be a space (application/x-www-form-urlencoded); nothing after = is the same as no =. */
function spellPair(pair: string): string {
  const parts = pair.replaceAll('+', '%20').split('=').map(spellPart);
  return parts.slice(0, parts.findLastIndex((part) => part !== '') + 1).join('=');
}

/**
 * Returns the one spelling of a path with its query. Dot segments are followed. Doubled or trailing slashes,
 * an empty query, a user or password in it, and the order of its parameters make no difference. Nor does
 * percent-encoding, even of dividers: some servers decode first, and one camera under two owners would be
 * worse than two cameras that cannot be told apart.
 */
export function spellPath(text: string): string {
  const { pathname, search } = new URL(`http://camera/${divided(text).replace(/^\/+/, '')}`);
  const named = pathname.split('/').map(withoutLogin);
  const parts = named.filter((part) => part !== '');
  const asked = search
    .slice(1)
    .replace(/%26/g, '&')
    .replace(/%3d/giu, '=')
    .split('&')
    .filter((pair) => pair !== '');
  const query = asked
    .map(spellPair)
    .filter((pair) => !isLogin(pair.includes('=') ? pair : `${pair}=`))
    .toSorted();
  return `/${parts.map(spellPart).join('/')}?${query.join('&')}`;
}

/** Hashes an address alone: one device, or all that stands behind one router or recorder. */
export function hashHost(key: KeyObject, address: string): string {
  return createHmac('sha256', key).update(spellHost(address)).digest('base64url');
}

/** Returns the one spelling of address, port, path and query. */
const spellPlace = (address: string, { port, path }: Pick<Target, 'port' | 'path'>): string =>
  JSON.stringify([spellHost(address), port, spellPath(path)]);

/** Hashes address, port, path and query: HMAC-SHA256, base64url. */
export function hashPlace(
  key: KeyObject,
  address: string,
  at: Pick<Target, 'port' | 'path'>,
): string {
  return createHmac('sha256', key).update(spellPlace(address, at)).digest('base64url');
}

/** Whether two URLs ask for one stream, whoever logs in. A name equals only itself. */
export function isSameStream(
  one: Pick<SourceSettings, 'stream'>,
  other: Pick<SourceSettings, 'stream'>,
): boolean {
  const [first, second] = [one, other].map(({ stream }) => {
    const target = targetOf('stream', stream);
    return spellPlace(target.host, target);
  });
  return first === second;
}
