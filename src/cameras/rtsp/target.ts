/** Where to ask and as whom, read from an RTSP URL (RFC 2326 §3.2). */
import type { Credentials } from '../authorizer.ts';
import { RtspFault } from './fault.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
  /** rtsps: RTSP over TLS. */
  readonly secure: boolean;
  /** The URL without credentials: what goes into request lines. */
  readonly uri: string;
  readonly credentials?: Credentials;
}

/** @throws RtspFault `bad-address` when the text is no rtsp:// or rtsps:// URL. */
export function parseTarget(text: string): Target {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new RtspFault('bad-address');
  }
  const secure = url.protocol === 'rtsps:';
  if ((!secure && url.protocol !== 'rtsp:') || url.hostname === '') {
    throw new RtspFault('bad-address');
  }
  const base = {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 322 : 554) : Number(url.port),
    secure,
    uri: `${url.protocol}//${url.host}${url.pathname}${url.search}`,
  };
  const credentials = credentialsOf(url);
  return credentials === undefined ? base : { ...base, credentials };
}

/** User and password of a URL, where it has any. */
export function credentialsOf({ username, password }: URL): Credentials | undefined {
  if (username === '' && password === '') return undefined;
  return { user: decode(username), password: decode(password) };
}

/**
 * Where a redirect leads. Our credentials follow only to the same host and never from TLS to plain
 * text; a new URL that brings its own uses those.
 * @throws RtspFault `redirects`
 */
export function redirected(from: Target, location: string | undefined): Target {
  let next: Target;
  try {
    next = parseTarget(new URL(location ?? '', from.uri).href);
  } catch (cause) {
    throw new RtspFault('redirects', { cause });
  }
  if (next.credentials !== undefined || from.credentials === undefined) return next;
  const sameHost = next.host.toLowerCase() === from.host.toLowerCase();
  return sameHost && (next.secure || !from.secure)
    ? { ...next, credentials: from.credentials }
    : next;
}

/** Passwords are often written into URLs without escaping: a stray % stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
