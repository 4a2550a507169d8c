/** Where to ask and as whom, read from an RTSP URL (RFC 2326 §3.2). */
import { type Credentials, credentialsOf } from '../credentials.ts';
import { OriginRefusal } from '../../partitions/origin.ts';
import { RtspFault } from './fault.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
  /** rtsps: RTSP over TLS. */
  readonly secure: boolean;
  /** Path and query. */
  readonly path: string;
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
    path: `${url.pathname}${url.search}`,
    uri: `${url.protocol}//${url.host}${url.pathname}${url.search}`,
  };
  const credentials = credentialsOf(url);
  return credentials === undefined ? base : { ...base, credentials };
}

/**
 * Where a redirect leads: to another path of the same scheme, host and port, and nowhere else. What it
 * says of a user or a password is passed over. `peer` is the address that answered, which is the same
 * host under another name.
 * @throws RtspFault `redirects` for what is no RTSP URL, OriginRefusal `leads-elsewhere`
 */
export function redirected(from: Target, location: string | undefined, peer: string): Target {
  let next: Target;
  try {
    next = parseTarget(new URL(location ?? '', from.uri).href);
  } catch (cause) {
    throw new RtspFault('redirects', { cause });
  }
  const { secure, host, port } = from;
  const sameHost = [host.toLowerCase(), peer].includes(next.host.toLowerCase());
  if (next.secure !== secure || !sameHost || next.port !== port) {
    throw new OriginRefusal('leads-elsewhere');
  }
  return { ...from, path: next.path, uri: onOrigin(from, next.uri) };
}

/**
 * A URI that the camera named, on the origin that was asked: its path and query count, its host and
 * port never.
 */
export function onOrigin(target: Target, named: string): string {
  // Some write the scheme twice.
  const inner = named.replace(/^(?:rtsps?:\/\/)+(?=rtsps?:\/\/)/i, '');
  const [, path = ''] = /^rtsps?:\/\/[^/?#]*(.*)$/i.exec(inner) ?? [undefined, inner];
  const [origin = ''] = /^rtsps?:\/\/[^/?#]*/i.exec(target.uri) ?? [];
  return `${origin}${path}`;
}
