/** The OAuth 2.0 endpoints of account linking, at their full paths. */
import { Router, type Request } from 'express';
import { createLinking } from '../linking/linking.ts';
import { OAuthRefusal } from '../linking/refusal.ts';
import { onlyMethods } from './methods.ts';
import { authorizeEndpoint } from './oauth-authorize.ts';
import { clientEndpoints, clientErrors, clientHeaders } from './oauth-client.ts';
import { pageErrors, pageHeaders } from './page.ts';
import { createRefusals } from './refusals.ts';
import { logFor } from './request-log.ts';
import { signInRoutes } from './sign-in.ts';
import type { SiteParts } from './site.ts';

const routing = { caseSensitive: true, strict: true };

/**
 * Makes the routes of account linking: `/oauth/authorize` for people, `/oauth/token`, `/oauth/revoke` and
 * `/oauth/userinfo` for clients, and the pages for signing in and out (see sign-in.ts).
 * Must stand before anything that reads request bodies.
 */
export function oauthRoutes(parts: SiteParts): Router {
  const linking = createLinking(parts);
  /** Its lines of the log carry the request's id. */
  const linkingFor = (request: Request) => linking.writingTo(logFor(parts.log, request));
  const authorize = authorizeEndpoint(parts, linkingFor);
  const refused = createRefusals(parts.log, parts.onRefused);
  const client = clientEndpoints(linkingFor, (request, refusal) =>
    refused(request, 'linking', refusal),
  );
  const wrongMethod = (request: Request): void =>
    refused(request, 'linking', new OAuthRefusal('invalid_request', 'wrong method'));

  const pages = Router(routing);
  pages
    .route('/oauth/authorize')
    .all(pageHeaders(parts.publicUrl))
    .get(authorize.ask)
    .post(authorize.answer)
    .all(onlyMethods(['GET', 'HEAD', 'POST'], wrongMethod));
  pages.use(pageErrors(parts.publicUrl, parts.log));

  const calls = Router(routing);
  calls
    .route('/oauth/token')
    .all(clientHeaders)
    .post(client.token)
    .all(onlyMethods(['POST'], wrongMethod));
  calls
    .route('/oauth/revoke')
    .all(clientHeaders)
    .post(client.revoke)
    .all(onlyMethods(['POST'], wrongMethod));
  calls
    .route('/oauth/userinfo')
    .all(clientHeaders)
    .get(client.userInfo)
    .all(onlyMethods(['GET', 'HEAD'], wrongMethod));
  calls.use(clientErrors(parts.log, parts.onRefused));

  const router = Router(routing);
  router.use(calls, pages, signInRoutes(parts, linkingFor));
  return router;
}
