/**
 * The virtual display: `/display` and what lies below it.
 *
 * Its server side plays Google towards this or any bridge over real HTTP; the browser gets pages, scripts and
 * what it may play, never an OAuth token. On every request its cookie says which display it is.
 */
import { Router, type NextFunction, type Request, type Response } from 'express';
import type { AccountId } from '../../identity/ids.ts';
import { createPretendGoogle } from '../../simulator/client/pretend-google.ts';
import type { PretendGoogleOptions } from '../../simulator/client/pretend-google.ts';
import { createAssets } from '../pages/display/assets.ts';
import { linkedPage, sorryPage, unlinkedPage } from '../pages/display/shell.ts';
import { addDisplayApi } from './display-api.ts';
import { displayReturnPath } from './display-client.ts';
import { createDisplayCookie } from './display-cookie.ts';
import { displayHeaders } from './display-headers.ts';
import { answerFailure, asFailure, loggable, logFailure } from './errors.ts';
import { httpStatus } from './http-status.ts';
import type { EdgeLog } from './log.ts';
import { sendPage } from './page.ts';
import { keepPrivate, keepPublic } from './private-answer.ts';
import { queryOf } from './query.ts';
import { logFor } from './request-log.ts';
import { requireSameOrigin } from './same-site.ts';

export interface DisplayParts extends Pick<PretendGoogleOptions, 'origin' | 'client' | 'now'> {
  readonly log: EdgeLog;
  /** Whether the display is reached over https. */
  readonly secure: boolean;
}

/** Its tokens lie only in the memory of the bridge, where nobody can copy them. */
const noLonger =
  'This display is not linked any more: it was unlinked, the password was changed, or the bridge was started anew. Link it again.';

const assetSeconds = 300;

/** `localhost` and `127.0.0.1` are one machine but two cookie jars; returns undefined if that does not matter. */
function otherLoopback(request: Request, origin: string): string | undefined {
  const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
  const host = request.headers.host ?? '';
  const own = new URL(origin);
  // A proxy may leave the port out (nginx: `$host`): to lead on from there would come back the same way, without end.
  if (host === own.host || host === own.hostname) return undefined;
  return loopback.test(host) && loopback.test(own.host) ? origin : undefined;
}

export interface Display {
  readonly routes: Router;
  /** Ends this browser's display, if it is one: its cookie, its linking, and with that what it plays. */
  signOut(request: Request, response: Response): Promise<void>;
  /** Does the same if it is of another account than the one that has signed in at this browser. */
  signIn(request: Request, response: Response, account: AccountId): Promise<void>;
}

/** Makes the virtual display. Each call makes a display service of its own. */
export function createDisplay({ origin, client, now, log, secure }: DisplayParts): Display {
  const google = createPretendGoogle({ origin, client, now, returnPath: displayReturnPath });
  const cookie = createDisplayCookie(secure);
  const assets = createAssets();
  const router = Router({ caseSensitive: true, strict: true });

  function sameOrigin(request: Request, _response: Response, next: NextFunction): void {
    requireSameOrigin(request, origin());
    next();
  }

  async function linked(request: Request, response: Response): Promise<void> {
    const query = queryOf(request);
    const mine = cookie.read(request);
    const state = query.get('state') ?? '';
    const code = query.get('code');
    try {
      if (code === null) {
        google.decline(mine, state);
        sendPage(response, 200, unlinkedPage('Nothing was linked. You can try again at any time.'));
        return;
      }
      cookie.set(response, await google.finish(mine, { state, code }));
      response.redirect(303, '/display');
    } catch (error) {
      const failure = asFailure(error);
      logFailure(logFor(log, request), failure, { route: displayReturnPath });
      const status = failure.code === 'unauthenticated' ? 400 : httpStatus(failure.code);
      sendPage(response, status, sorryPage('This display could not be linked', failure.message));
    }
  }

  async function asset(request: Request, response: Response, next: NextFunction): Promise<void> {
    const found = await assets.find(request.path.slice('/display/'.length));
    if (found === undefined) return next();
    keepPublic(response, assetSeconds);
    response.setHeader('ETag', found.etag);
    response.type(found.contentType).send(found.body);
  }

  router.use('/display', displayHeaders(secure), (_request, response, next) => {
    keepPrivate(response);
    response.setHeader('Vary', 'Cookie');
    next();
  });
  router.get('/display', (request, response) => {
    const better = otherLoopback(request, origin());
    if (better !== undefined) response.redirect(302, `${better}${request.originalUrl}`);
    else {
      const mine = cookie.read(request);
      if (google.linked(mine)) sendPage(response, 200, linkedPage());
      else sendPage(response, 200, unlinkedPage(mine === undefined ? '' : noLonger));
    }
  });
  router.post('/display/link', sameOrigin, (request, response) => {
    if (google.linked(cookie.read(request))) return response.redirect(303, '/display');
    const begun = google.begin();
    cookie.set(response, begun.cookie);
    response.redirect(303, begun.url);
  });
  router.get('/display/linked', linked);

  addDisplayApi(router, { google, cookie, sameOrigin });

  router.get('/display/{*path}', asset);
  router.use(
    '/display',
    (error: unknown, request: Request, response: Response, next: NextFunction) => {
      if (response.headersSent) return next(error);
      const failure = asFailure(error);
      logFailure(logFor(log, request), failure, { method: request.method, route: request.path });
      keepPrivate(response);
      answerFailure(response, failure);
    },
  );

  async function signOut(request: Request, response: Response): Promise<void> {
    const mine = cookie.read(request);
    if (mine === undefined) return;
    cookie.clear(response);
    if (!google.linked(mine)) return;
    // Forgotten at once; the bridge is informed as it would be by Google.
    await google.unlink(mine).catch((error: unknown) => {
      const failure = loggable(error);
      logFor(log, request).warn({ failure }, 'the linking of a display that signed out stands');
    });
  }

  async function signIn(request: Request, response: Response, account: AccountId): Promise<void> {
    const mine = cookie.read(request);
    // One that is being linked is nobody's yet.
    if (google.linked(mine) && google.account(mine) !== account) await signOut(request, response);
  }

  return { routes: router, signOut, signIn };
}
