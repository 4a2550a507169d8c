/**
 * The way of what is asked most past Express's search for a route, which is a large part of what the answer costs.
 *
 * What it is asked for in any other spelling, with a query or by another method, is Express's as before.
 */
import type { Express, NextFunction, Request, Response } from 'express';

export interface StraightRoute {
  readonly method: string;
  readonly path: string;
  readonly answer: (request: Request, response: Response) => Promise<void>;
  /** Answers what `answer` rejected with, as Express's own error handler does. */
  readonly fail: (error: unknown, request: Request, response: Response, next: NextFunction) => void;
}

type Handle = (request: Request, response: Response, next?: NextFunction) => void;

/** Lets requests that Express need not make its own first (listener.ts) go straight to their answer. */
export function goStraight(app: Express, { method, path, answer, fail }: StraightRoute): void {
  const given: unknown = Reflect.get(app, 'handle');
  if (typeof given !== 'function') throw new TypeError('the app has no way to be handled');
  const handle = given.bind(app) as Handle;

  async function answered(request: Request, response: Response): Promise<void> {
    try {
      await answer(request, response);
    } catch (error) {
      fail(error, request, response, () => undefined);
    }
  }

  const straight: Handle = (request, response, next) => {
    const isReady = Object.getPrototypeOf(request) === (app.request as object);
    if (!isReady || request.url !== path || request.method !== method) {
      handle(request, response, next);
      return;
    }
    // As Express does.
    request.res = response;
    response.locals = Object.create(null) as Response['locals'];
    void answered(request, response);
  };
  Reflect.set(app, 'handle', straight);
}
