/** The bearer token of a request (RFC 6750 §2.1): from the Authorization header alone. */
import type { IncomingMessage } from 'node:http';

const form = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** The token, or undefined when there is none or the header has another form. */
export function bearerOf(request: IncomingMessage): string | undefined {
  return form.exec(request.headers.authorization ?? '')?.[1];
}
