/** Where an answer over HTTP leads, held to the origin that was asked. */
import type { OriginGuard } from './origin/origin.ts';
import { redirected } from './redirect.ts';

/** What answered `from`. */
export interface HttpAnswerHead {
  readonly from: URL;
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The network address that answered. */
  readonly peer: string | undefined;
}

/** Returns undefined if it is no redirect, or one to no URL. @throws OriginRefusal `leads-elsewhere` */
export function ledBy(guard: OriginGuard, answer: HttpAnswerHead): URL | undefined {
  const { from, headers, peer, status } = answer;
  const [location] = [headers['location'] ?? []].flat();
  if (status < 300 || status > 399 || location === undefined) return undefined;
  return redirected(guard, { from, location, peer });
}
