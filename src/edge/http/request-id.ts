/**
 * The id of a request, by which the lines of the log that belong together are found. It is made when the
 * first line is written, and reveals nothing of the client.
 */
import type { Request } from 'express';
import { randomText } from '../../identity/random.ts';

/** As proxies make them: a UUID, hexadecimal digits, base64url. */
const wellFormed = /^[\w-]{8,64}$/;

/** Whether the next hop is a declared proxy (`TRUSTED_PROXIES`). */
function cameByProxy(request: Request): boolean {
  const trusts: unknown = request.app.get('trust proxy fn');
  return typeof trusts === 'function' && trusts(request.socket.remoteAddress, 0) === true;
}

/** Returns the id that a trusted proxy gave in `X-Request-Id`, if it is well-formed; else one of our own. */
export function requestIdOf(request: Request): string {
  const kept: unknown = request.res?.locals['requestId'];
  if (typeof kept === 'string') return kept;
  const given = request.headers['x-request-id'];
  const isGiven = typeof given === 'string' && wellFormed.test(given) && cameByProxy(request);
  const id = isGiven ? given : randomText(9);
  if (request.res !== undefined) request.res.locals['requestId'] = id;
  return id;
}
