/**
 * A place: where one URL of a camera leads, spelt one way and hashed. Two URLs that lead to the same
 * camera are to give the same hash, however they are written and whoever logs in with them.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import type { PlacedLine } from '../storage/places.ts';
import type { SourceSettings } from './camera-address.ts';
import { hostOf, portOf } from './url-place.ts';

/** Where a URL leads before its host is resolved. */
export interface Target {
  readonly line: PlacedLine;
  /** A name in lower case, or an address. */
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
}

function targetOf(line: PlacedLine, text: string): Target {
  const url = new URL(text);
  return { line, host: hostOf(url), port: portOf(url), path: `${url.pathname}${url.search}` };
}

/** Where a camera's stream and its own stills are to be found. ONVIF leads to a device, not to a picture. */
export function targetsOf({ rtsp, still }: SourceSettings): readonly Target[] {
  return [targetOf('stream', rtsp), ...(still === undefined ? [] : [targetOf('still', still)])];
}

/** One spelling of an IP address; IPv4-mapped IPv6 is IPv4, and a zone is left out. */
export function spellAddress(text: string): string {
  const [bare = ''] = text.toLowerCase().split('%');
  if (isIP(bare) !== 6) return bare;
  const spelt = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(spelt);
  if (mapped === null) return spelt;
  const [high = 0, low = 0] = mapped.slice(1).map((half) => Number.parseInt(half, 16));
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

const plain = /[\w.~-]/;

/** One spelling of percent-encoded text: what need not be encoded is not, all else is. */
const spellPart = (text: string): string =>
  text.replace(/%([0-9a-f]{2})|[^\w.~-]/giu, (found, hex: string | undefined) => {
    const code = hex === undefined ? found.charCodeAt(0) : Number.parseInt(hex, 16);
    const letter = String.fromCharCode(code);
    return plain.test(letter) ? letter : `%${code.toString(16).padStart(2, '0')}`;
  });

/** Credentials that makers have stand in the query: they are no part of where it leads. */
const login = /^(?:user(?:name)?|usr|loginuse|pass(?:word)?|pwd|loginpas|auth|token)=/i;

/**
 * One spelling of a path with its query: dot segments are followed; slashes that are doubled or stand
 * at the end, an empty query, a user or password in it, and the order of what is asked for make no
 * difference.
 */
export function spellPath(text: string): string {
  const { pathname, search } = new URL(`http://camera/${text.replace(/^\/+/, '')}`);
  const parts = pathname.split('/').filter((part) => part !== '');
  const asked = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '');
  const query = asked
    .map((pair) => pair.split('=').map(spellPart).join('='))
    .filter((pair) => !login.test(pair))
    .toSorted();
  return `/${parts.map(spellPart).join('/')}?${query.join('&')}`;
}

/** Hash of address, port, path and query: HMAC-SHA256, base64url. */
export function hashPlace(
  key: KeyObject,
  address: string,
  { port, path }: Pick<Target, 'port' | 'path'>,
): string {
  const spelt = JSON.stringify([spellAddress(address), port, spellPath(path)]);
  return createHmac('sha256', key).update(spelt).digest('base64url');
}
