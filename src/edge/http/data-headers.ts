/** Headers of answers that are data: nothing in them may run, be framed or be guessed at. */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  // These concern only pages, or repeat the policy above; pages set their own.
  referrerPolicy: false,
  xFrameOptions: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/**
 * Asks helmet once what it would set: none of it depends on the request, and running its chain for
 * every request costs as much as parsing an intent.
 */
function collect(): readonly (readonly [string, string])[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  protect(request, response, () => undefined);
  return response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]);
}

const headers = collect();

/** Sets them; an answer that is not data overrides what does not fit. */
export function setDataHeaders(response: ServerResponse): void {
  for (const [name, value] of headers) response.setHeader(name, value);
}
