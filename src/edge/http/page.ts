/** Answers for people: HTML pages and redirects with their headers, errors included. */
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Failure, type FailureCode } from '../../common/failures.ts';
import { messagePage, type MessageView } from '../pages/message.ts';
import { asFailure, logFailure, setRefusalHeaders } from './errors.ts';
import { httpStatus } from './http-status.ts';
import type { EdgeLog } from './log.ts';
import { keepPrivate } from './private-answer.ts';
import { logFor } from './request-log.ts';

/**
 * The headers of a page.
 *
 * Nothing may run on it, it loads its stylesheet and the icon, it cannot be framed. Its forms go nowhere
 * else, unless `formsLead` says that one of its forms ends in a redirect to elsewhere. Chromium and Safari
 * check `form-action` against every hop of that, also those of the other side, which nobody here can know (an
 * app's own scheme at the end is usual).
 *
 * Referrer-Policy is `same-origin`: others get no referrer, while `no-referrer` would make browsers send
 * `Origin: null` with our own forms.
 */
function headers(origin: string, formsLead: 'home' | 'away') {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(formsLead === 'home' && { formAction: ["'self'"] }),
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: origin.startsWith('https:'),
  });
}

/** Sets the headers of every answer at a page's path. */
export function pageHeaders(origin: string) {
  const usual = headers(origin, 'home');
  return (request: Request, response: Response, next: NextFunction): void => {
    keepPrivate(response);
    response.setHeader('Vary', 'Cookie');
    usual(request, response, next);
  };
}

/** For the page whose form ends at the client's own address. */
export function formsLeadAway(request: Request, response: Response, origin: string): void {
  headers(origin, 'away')(request, response, () => undefined);
}

/** Answers with `page`, a whole HTML document, and that status. */
export function sendPage(response: Response, status: number, page: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(page);
}

/**
 * Sends the browser on. The location is written as it is: Express would re-encode it.
 * 302 is what Google's page asks for; 303 is for after a form of our own.
 */
export function sendOn(response: Response, status: 302 | 303, location: string): void {
  response.statusCode = status;
  response.setHeader('Location', location);
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.end();
}

type Messages = Partial<Record<FailureCode, MessageView>>;

const messages: Messages = {
  'bad-request': {
    title: 'That did not work',
    text: 'The form could not be read. Please go back and try again.',
  },
  'too-large': { title: 'That did not work', text: 'The form was too large.' },
  'not-found': { title: 'Nothing here', text: 'This page does not exist.' },
  unauthenticated: {
    title: 'Please sign in again',
    text: 'This sign-in is over.',
    link: { href: '/sign-in', text: 'Sign in' },
  },
  conflict: {
    title: 'That did not work',
    text: 'Something else was changed at the same time. Nothing of this was kept. Please go back and try again.',
  },
  'too-many': {
    title: 'Too much at a time',
    text: 'This was asked for too often in a short time, so it was not done. Please try again in a few minutes.',
  },
  overloaded: {
    title: 'One moment, please',
    text: 'Casement has very much to do just now. Please try again shortly.',
  },
  'storage-down': {
    title: 'One moment, please',
    text: 'Casement cannot reach its records just now. Nothing was changed. Please try again shortly.',
  },
};

const unexpected: MessageView = {
  title: 'Something went wrong',
  text: 'This should not have happened, and it was noted. Please try again.',
};

function view(failure: Failure, origin: string): MessageView {
  if (failure.code !== 'forbidden') return messages[failure.code] ?? unexpected;
  return {
    title: 'Please start from here',
    text: `This form did not come from a page at ${origin}, so it was not used.`,
    link: { href: `${origin}/`, text: 'Go to Casement' },
  };
}

/** Express's error handler for a router of pages. */
export function pageErrors(origin: string, log: EdgeLog) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const failure = asFailure(error);
    logFailure(logFor(log, request), failure, { method: request.method });
    if (response.headersSent) {
      next(error);
      return;
    }
    setRefusalHeaders(response, failure);
    sendPage(response, httpStatus(failure.code), messagePage(view(failure, origin)));
  };
}
