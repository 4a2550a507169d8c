/** Turns anything that was thrown into an answer: JSON, a fitting status, no stack, nothing secret. */
import type { ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { Failure, isOfCamera } from '../../common/failures.ts';
import { httpStatus } from './http-status.ts';
import type { EdgeLog, LoggableError } from './log.ts';
import { logFor } from './request-log.ts';

/** Writes a JSON answer. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

/** Returns the status that Express and its parsers give to a request they could not read; else undefined. */
function clientError(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** Reads anything thrown as a Failure; anything else becomes `internal`, with itself as the cause. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return clientError(error) === undefined
    ? new Failure('internal', 'something went wrong', { cause: error })
    : new Failure('bad-request', 'the request cannot be read', { cause: error });
}

/**
 * Returns the part of an error that may be logged. The message of a Failure is public; that of any other
 * error could quote a URL, a token or a body, so only its name, its code and where it was thrown are kept.
 */
export function loggable(error: unknown): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error };
  const ours = error instanceof Failure;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(ours ? { message: error.message } : { at: frames.map((line) => line.trim()) }),
    ...(error.cause !== undefined && { cause: loggable(error.cause) }),
  };
}

/** Logs what an operator should know: faults of the bridge, and limits that its callers have reached. */
export function logFailure(log: EdgeLog, failure: Failure, where: object): void {
  if (failure.code === 'internal')
    log.error({ ...where, failure: loggable(failure) }, 'internal error');
  // For a camera one line is written when its condition changes, not for every time somebody asks.
  else if (httpStatus(failure.code) >= 500 && !isOfCamera(failure.code)) {
    log.warn({ ...where, failure: loggable(failure) }, 'cannot answer');
  } else if (failure.code === 'too-many') {
    log.warn({ ...where, failure: loggable(failure) }, 'a limit was reached');
  }
}

/** Sets the headers that go with a refusal, whatever its body. */
export function setRefusalHeaders(response: ServerResponse, failure: Failure): void {
  const status = httpStatus(failure.code);
  if (status === 401) {
    response.setHeader('WWW-Authenticate', 'Bearer realm="casement", error="invalid_token"');
  }
  if (status === 503) response.setHeader('Retry-After', '2');
}

/** Answers a refusal as `{error, message}`. */
export function answerFailure(response: ServerResponse, failure: Failure): void {
  setRefusalHeaders(response, failure);
  answerJson(response, httpStatus(failure.code), { error: failure.code, message: failure.message });
}

/** Makes Express's error handler. */
export function createErrorHandler(log: EdgeLog) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const failure = asFailure(error);
    logFailure(logFor(log, request), failure, { method: request.method });
    if (response.headersSent) {
      // Half an answer is out; the only honest end is a visible one.
      response.destroy();
      return;
    }
    answerFailure(response, failure);
  };
}
