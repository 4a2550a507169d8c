/**
 * CORS of the media edge. Headers are set before anything can fail: on an error without them a
 * browser hides the error from the page.
 */
import type { Request, Response } from 'express';

const google = 'https://www.gstatic.com';

/**
 * Signalling: Google's player page (google-home, CameraStream, WebRTC) and the bridge's own page.
 * Preflight is answered without credentials, as the standard demands.
 */
export function allowGoogle(request: Request, response: Response, own: string): void {
  const origin = request.headers.origin;
  response.vary('Origin');
  response.setHeader('Access-Control-Allow-Origin', origin === own ? own : google);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Allow-Methods', 'POST, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
  response.setHeader('Access-Control-Max-Age', '600');
}

/**
 * Playlists, segments and stills: any receiver page may read them; the capability is in the path
 * and no cookie takes part. A still of a WebRTC session is asked for with its bearer.
 */
export function allowPlayers(response: Response): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS');
  response.setHeader(
    'Access-Control-Allow-Headers',
    'range, content-type, accept-encoding, authorization',
  );
  response.setHeader('Access-Control-Expose-Headers', 'content-length, content-range');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}
