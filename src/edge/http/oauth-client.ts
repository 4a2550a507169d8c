/** The endpoints that Google itself calls: token, revoke and userinfo. */
import type { NextFunction, Request, Response } from 'express';
import { Failure } from '../../common/failures.ts';
import type { ClientCall } from '../linking/client-authentication.ts';
import { endpointErrorCode } from '../linking/failure-words.ts';
import type { Linking } from '../linking/linking.ts';
import { OAuthRefusal } from '../linking/refusal.ts';
import { bearerOf } from './bearer.ts';
import { answerJson, asFailure, logFailure } from './errors.ts';
import { clientFormBytes, readForm } from './form.ts';
import { httpStatus } from './http-status.ts';
import type { EdgeLog } from './log.ts';
import { keepPrivate } from './private-answer.ts';
import { type CountRefusal, createRefusals } from './refusals.ts';
import { logFor } from './request-log.ts';

async function callOf(request: Request): Promise<ClientCall> {
  return {
    form: await readForm(request, clientFormBytes),
    authorization: request.headers.authorization,
  };
}

/** RFC 6749 §5.1: `no-store`, and the old header beside it. */
export function clientHeaders(_request: Request, response: Response, next: NextFunction): void {
  keepPrivate(response);
  response.setHeader('Pragma', 'no-cache');
  next();
}

/** `note` is called for refusals that have no error of their own. */
export function clientEndpoints(
  linkingFor: (request: Request) => Linking,
  note: (request: Request, refusal: Failure) => void,
) {
  async function token(request: Request, response: Response): Promise<void> {
    answerJson(response, 200, await linkingFor(request).token(await callOf(request)));
  }

  async function revoke(request: Request, response: Response): Promise<void> {
    await linkingFor(request).revoke(await callOf(request));
    answerJson(response, 200, {});
  }

  async function userInfo(request: Request, response: Response): Promise<void> {
    const bearer = bearerOf(request);
    if (bearer === undefined) {
      note(request, new Failure('unauthenticated', 'there is no access token'));
      // RFC 6750 §3.1: a client that sent no token gets no error code.
      response.setHeader('WWW-Authenticate', 'Bearer realm="casement"');
      answerJson(response, 401, {});
      return;
    }
    answerJson(response, 200, await linkingFor(request).userInfo(bearer));
  }

  return { token, revoke, userInfo };
}

/** Express's error handler for these endpoints: RFC 6749 §5.2, RFC 6750 §3, RFC 7009 §2.2.1. */
export function clientErrors(log: EdgeLog, count?: CountRefusal) {
  const refused = createRefusals(log, count);
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof OAuthRefusal) {
      refused(request, 'linking', error);
      if (error.status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="casement"');
      answerJson(response, error.status, { error: error.code, error_description: error.message });
      return;
    }
    const failure = asFailure(error);
    logFailure(logFor(log, request), failure, { method: request.method });
    refused(request, 'linking', failure);
    const code = endpointErrorCode(failure.code);
    const status = code === 'invalid_grant' ? 400 : httpStatus(failure.code);
    if (status === 401) {
      response.setHeader('WWW-Authenticate', `Bearer realm="casement", error="${code}"`);
    }
    if (status === 503) response.setHeader('Retry-After', '2');
    answerJson(response, status, { error: code, error_description: failure.message });
  };
}
