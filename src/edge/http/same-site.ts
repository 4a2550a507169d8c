/**
 * The guard against cross-site request forgery: whatever a browser posts must come from a page of ours. This
 * includes signing in: a stranger could else sign a browser in to an account of their own and have that one
 * linked.
 *
 * `Sec-Fetch-Site` is written by the browser and by no script; if it is there, it decides. It is missing in
 * older browsers and on plain http to another machine: then `Origin` must be ours. A client that sends
 * neither is no browser of these years, and a stranger's page cannot make such a client send a person's
 * cookie along.
 */
import type { IncomingMessage } from 'node:http';
import { Failure } from '../../common/failures.ts';

/**
 * @param origin the bridge's own, e.g. `https://casement.example`
 * @throws Failure `forbidden` unless a page of ours sent this.
 */
export function requireSameOrigin({ headers }: Pick<IncomingMessage, 'headers'>, origin: string) {
  const site = headers['sec-fetch-site'];
  const ours =
    site === undefined
      ? headers.origin === undefined || headers.origin === origin
      : /^(?:same-origin|none)$/.test(site);
  if (!ours) throw new Failure('forbidden', 'this was sent by a page of another site');
}
