/** Signing in and out, the front page, the account page, and the stylesheet of them all. */
import { Router, type Request, type Response } from 'express';
import { Failure } from '../../common/failures.ts';
import type { Linking } from '../linking/linking.ts';
import { landingPage } from '../pages/landing.ts';
import { signInPage } from '../pages/sign-in.ts';
import { accountPages } from './account.ts';
import { createSignInCheck } from './check-sign-in.ts';
import { addressOf } from './client-address.ts';
import { createSignInCookie } from './cookies.ts';
import { asFailure, logFailure } from './errors.ts';
import { createDeviceCookie } from './device-cookie.ts';
import { isBound } from './form-binding.ts';
import { readForm } from './form.ts';
import { TooManyGuesses } from './guesses.ts';
import { localPath } from './local-path.ts';
import { onlyMethods } from './methods.ts';
import { pageErrors, pageHeaders, sendOn, sendPage } from './page.ts';
import { queryOf } from './query.ts';
import { logFor } from './request-log.ts';
import { requireSameOrigin } from './same-site.ts';
import type { SiteParts } from './site.ts';
import { staticRoutes } from './stylesheet.ts';
import { visitorOf } from './visitor.ts';

const routing = { caseSensitive: true, strict: true };
const home = '/account';
const longestEmail = 254;

function minutes(seconds: number): string {
  const whole = Math.ceil(seconds / 60);
  return whole === 1 ? 'a minute' : `${String(whole)} minutes`;
}

/** Returns after how long another attempt is worthwhile; undefined for other refusals. */
function retryAfterSeconds(error: unknown): number | undefined {
  if (error instanceof TooManyGuesses) return error.retryAfterSeconds;
  return error instanceof Failure && error.code === 'too-many' ? 60 : undefined;
}

function view(returnTo: string) {
  return { returnTo, linking: returnTo.startsWith('/oauth/authorize?') };
}

/** Makes the handlers of `/sign-in` and `/sign-out`. */
function signInHandlers(parts: SiteParts) {
  const cookies = createSignInCookie(parts.publicUrl);
  const deviceCookie = createDeviceCookie(parts.publicUrl);
  const check = createSignInCheck(parts, deviceCookie);

  async function signIn(request: Request, response: Response): Promise<void> {
    requireSameOrigin(request, parts.publicUrl);
    const form = await readForm(request);
    const email = (form.get('email') ?? '').trim().slice(0, longestEmail);
    const returnTo = localPath(form.get('return_to')) ?? home;
    const devices = deviceCookie.read(request.headers.cookie);
    const password = form.get('password') ?? '';
    try {
      const log = logFor(parts.log, request);
      const address = addressOf(request) ?? '';
      const isGone = () => request.socket.destroyed;
      const account = await check({ address, email, password, devices, isGone, log });
      if (account === undefined) {
        const problem = 'The e-mail address or the password is not right.';
        sendPage(response, 403, signInPage({ ...view(returnTo), email, problem }));
        return;
      }
      // Always a new cookie: one that was planted before is worth nothing afterwards.
      const before = cookies.read(request.headers.cookie);
      if (before !== undefined) await parts.signIns.end(before);
      const started = await parts.signIns.start(account.id);
      response.setHeader('Set-Cookie', [
        cookies.keep(started),
        deviceCookie.keep(devices, account),
      ]);
      await parts.onSignIn?.(request, response, account.id);
      sendOn(response, 303, returnTo);
    } catch (error) {
      const wait = retryAfterSeconds(error);
      if (wait === undefined) throw error;
      logFailure(logFor(parts.log, request), asFailure(error), { route: '/sign-in' });
      const problem = `There were too many attempts to sign in. Please try again in ${minutes(wait)}.`;
      response.setHeader('Retry-After', wait);
      sendPage(response, 429, signInPage({ ...view(returnTo), email, problem }));
    }
  }

  async function signOut(request: Request, response: Response): Promise<void> {
    requireSameOrigin(request, parts.publicUrl);
    const cookie = cookies.read(request.headers.cookie);
    if (cookie !== undefined && isBound(await readForm(request), cookie, 'sign out')) {
      await parts.signIns.end(cookie);
      response.setHeader('Set-Cookie', cookies.forget());
      await parts.onSignOut?.(request, response);
    }
    sendOn(response, 303, '/');
  }

  function ask(request: Request, response: Response): void {
    const returnTo = localPath(queryOf(request).get('return_to')) ?? home;
    sendPage(response, 200, signInPage(view(returnTo)));
  }

  return { ask, signIn, signOut };
}

/** `/`, `/sign-in`, `/sign-out`, `/account`, `/account/unlink` and the stylesheet. */
export function signInRoutes(parts: SiteParts, linkingFor: (request: Request) => Linking): Router {
  const { ask, signIn, signOut } = signInHandlers(parts);
  const account = accountPages(parts, linkingFor);
  const headers = pageHeaders(parts.publicUrl);

  async function landing(request: Request, response: Response): Promise<void> {
    const accountName = (await visitorOf(parts, request))?.account.name;
    sendPage(response, 200, landingPage({ accountName, virtualDisplay: parts.virtualDisplay }));
  }

  const router = Router(routing);
  router.use(staticRoutes());
  router
    .route('/')
    .all(headers)
    .get(landing)
    .all(onlyMethods(['GET', 'HEAD']));
  router
    .route('/sign-in')
    .all(headers)
    .get(ask)
    .post(signIn)
    .all(onlyMethods(['GET', 'HEAD', 'POST']));
  router
    .route('/sign-out')
    .all(headers)
    .post(signOut)
    .all(onlyMethods(['POST']));
  router
    .route('/account')
    .all(headers)
    .get(account.show)
    .all(onlyMethods(['GET', 'HEAD']));
  router
    .route('/account/unlink')
    .all(headers)
    .post(account.unlink)
    .all(onlyMethods(['POST']));
  router.use(pageErrors(parts.publicUrl, parts.log));
  return router;
}
