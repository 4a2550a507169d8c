/** Where an answer over HTTP leads, held to the origin that was asked. */
import { isIP } from 'node:net';
import { type OriginGuard, OriginRefusal } from '../partitions/origin.ts';

/** What answered `from`. */
export interface HttpAnswerHead {
  readonly from: URL;
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The network address that answered: the same host under another name. */
  readonly peer: string | undefined;
}

/**
 * The path that a redirect names on the same scheme, host and port; undefined where there is none. What it
 * says of a user or a password is passed over.
 * @throws OriginRefusal `leads-elsewhere`
 */
export function redirected(guard: OriginGuard, answer: HttpAnswerHead): URL | undefined {
  const { from, headers, peer, status } = answer;
  const [location] = [headers['location'] ?? []].flat();
  if (status < 300 || status > 399 || location === undefined) return undefined;
  if (!URL.canParse(location, from.href)) return undefined;
  const next = new URL(location, from);
  const bare = next.hostname.replace(/^\[(.*)\]$/, '$1');
  const sameHost = next.hostname === from.hostname || (isIP(bare) !== 0 && bare === peer);
  if (next.protocol !== from.protocol || !sameHost || next.port !== from.port) {
    guard.refused('leads-elsewhere');
    throw new OriginRefusal('leads-elsewhere');
  }
  const followed = new URL(from);
  followed.pathname = next.pathname;
  followed.search = next.search;
  return followed;
}
