/** The bearer token of a request (RFC 6750 §2.1). */
import type { IncomingMessage } from 'node:http';

const form = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** Returns the token of the Authorization header, or undefined if there is none or the header has another form. */
export function bearerOf(request: IncomingMessage): string | undefined {
  return form.exec(request.headers.authorization ?? '')?.[1];
}

/**
 * Returns the token that goes with a stream. Google's page on WebRTC calls its header `Authentication`, its
 * players send Authorization; the former comes first.
 */
export function streamBearerOf(request: IncomingMessage): string | undefined {
  const { authentication } = request.headers;
  const other = typeof authentication === 'string' ? form.exec(authentication)?.[1] : undefined;
  return bearerOf(request) ?? other;
}
