/**
 * CORS of the media edge (Fetch standard §3.2). Headers are set before anything can fail: on an error
 * without them a browser hides the error from the page.
 */
import type { Request, Response } from 'express';

const google = 'https://www.gstatic.com';

/** Header names that a page may send, whatever it says beforehand. */
const usual = {
  signalling: ['authorization', 'content-type'],
  media: ['range', 'content-type', 'accept-encoding', 'authorization', 'cache-control', 'pragma'],
} as const;

/** More further names than any page has. */
const maxNames = 32;
/** A field name (RFC 9110 §5.1). */
const fieldName = /^[!#$%&'*+.^_`|~\w-]{1,64}$/;

/**
 * Returns the names to allow: the usual ones, and those that a preflight asks for beside them. None of them
 * is read here, so it costs nothing that players and their versions add different ones.
 */
function allowedHeaders(request: Request, always: readonly string[]): string {
  const asked = (request.headers['access-control-request-headers'] ?? '')
    .split(',', maxNames)
    .map((name) => name.trim().toLowerCase())
    .filter((name) => fieldName.test(name));
  return [...new Set([...always, ...asked])].join(', ');
}

/** Chrome asks before a page of the open network reaches into a private one (Private Network Access). */
function allowPrivateNetwork(request: Request, response: Response): void {
  if (request.headers['access-control-request-private-network'] === 'true') {
    response.setHeader('Access-Control-Allow-Private-Network', 'true');
  }
}

/**
 * Signalling: Google's player page (google-home, CameraStream, WebRTC) and the bridge's own page.
 * Preflight is answered without credentials, as the standard demands.
 */
export function allowGoogle(request: Request, response: Response, own: string): void {
  const origin = request.headers.origin;
  response.vary('Origin');
  response.vary('Access-Control-Request-Headers');
  response.setHeader('Access-Control-Allow-Origin', origin === own ? own : google);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Allow-Methods', 'POST, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', allowedHeaders(request, usual.signalling));
  response.setHeader('Access-Control-Max-Age', '600');
  allowPrivateNetwork(request, response);
}

/**
 * Playlists, segments and stills: any receiver page may read them; the capability is in the path
 * and no cookie takes part. A still of a WebRTC session is asked for with its bearer.
 */
export function allowPlayers(request: Request, response: Response): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', allowedHeaders(request, usual.media));
  response.setHeader('Access-Control-Expose-Headers', 'content-length, content-range');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  allowPrivateNetwork(request, response);
}
