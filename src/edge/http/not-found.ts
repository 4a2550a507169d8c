/** Dead links: a page for people, JSON for programs. */
import type { NextFunction, Request, Response } from 'express';
import { Failure } from '../../common/failures.ts';
import { messagePage } from '../pages/message.ts';
import { answerFailure } from './errors.ts';
import { pageHeaders, sendPage } from './page.ts';

/** Reveals nothing of the bridge: not even by which protocol it is reached. */
const headers = pageHeaders('');

const page = messagePage({
  title: 'Nothing here',
  text: 'This page does not exist, or it is over.',
  link: { href: '/', text: 'Go to Casement' },
});

/** Whether a browser goes there itself; programs and players ask for anything or for JSON. */
const isVisit = (request: Request): boolean =>
  ['GET', 'HEAD'].includes(request.method) && request.accepts(['json', 'html']) === 'html';

function sendNothing(request: Request, response: Response): void {
  headers(request, response, () => sendPage(response, 404, page));
}

/** Answers every path that no other handler of the app has taken. */
export function answerNotFound(request: Request, response: Response): void {
  if (isVisit(request)) sendNothing(request, response);
  else answerFailure(response, new Failure('not-found', 'there is nothing here'));
}

/** Express's error handler for what a reader of the answer looked for in vain, such as a stream that is over. */
export function answerDeadLink(
  error: unknown,
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const isDead = error instanceof Failure && error.code === 'not-found';
  if (isDead && !response.headersSent && isVisit(request)) sendNothing(request, response);
  else next(error);
}
