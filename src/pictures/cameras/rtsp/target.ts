/** Where to ask and as whom, read from an RTSP URL (RFC 2326 §3.2). */
import { type Credentials, credentialsOf } from '../credentials.ts';
import { placeOf, type UrlPlace } from '../../../wall/partitions/url-place.ts';
import { RtspFault } from './fault.ts';

export interface Target extends UrlPlace {
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
    ...placeOf(url),
    secure,
    uri: `${url.protocol}//${url.host}${url.pathname}${url.search}`,
  };
  const credentials = credentialsOf(url);
  return credentials === undefined ? base : { ...base, credentials };
}

/**
 * Returns a URI that the camera named, on the origin that was asked: its path and query count, its host and
 * port never.
 */
export function onOrigin(target: Target, named: string): string {
  // Some write the scheme twice.
  const inner = named.replace(/^(?:rtsps?:\/\/)+(?=rtsps?:\/\/)/i, '');
  const [, path = ''] = /^rtsps?:\/\/[^/?#]*(.*)$/i.exec(inner) ?? [undefined, inner];
  const [origin = ''] = /^rtsps?:\/\/[^/?#]*/i.exec(target.uri) ?? [];
  return `${origin}${path}`;
}
