/** Where a camera sends us instead, over RTSP or HTTP: to another path of its origin, and nowhere else. */
import { type OriginGuard, OriginRefusal } from './origin/origin.ts';
import { spellAddress } from '../../wall/partitions/place.ts';
import { hostOf, portOf } from '../../wall/partitions/url-place.ts';

/** How often one question follows the camera to another path. */
export const maxRedirects = 3;
/** No URL of a camera is longer, in characters. */
const longestLocation = 2_048;

export interface Redirect {
  /** What was asked. */
  readonly from: URL;
  /** The Location header. */
  readonly location: string;
  /** The network address that answered: the same host under another name. */
  readonly peer: string | undefined;
}

/**
 * Returns the path and query that a redirect names, on the scheme, host and port that were asked. User and
 * password in it are skipped. Returns undefined for what is no URL. The guard is told of a refusal.
 * @throws OriginRefusal `leads-elsewhere`
 */
export function redirected(
  guard: OriginGuard,
  { from, location, peer }: Redirect,
): URL | undefined {
  if (location.length > longestLocation || !URL.canParse(location, from.href)) return undefined;
  const next = new URL(location, from);
  const host = hostOf(next);
  // A name with a dot at its end is the same, fully qualified.
  const sameHost =
    host.replace(/\.$/, '') === hostOf(from).replace(/\.$/, '') ||
    (peer !== undefined && spellAddress(host) === spellAddress(peer));
  if (next.protocol !== from.protocol || !sameHost || portOf(next) !== portOf(from)) {
    guard.refused('leads-elsewhere');
    throw new OriginRefusal('leads-elsewhere');
  }
  const followed = new URL(from);
  followed.pathname = next.pathname;
  followed.search = next.search;
  return followed;
}
