/** The log of one request, handed on as a value: each of its lines carries the request's id. */
import type { Request } from 'express';
import type { EdgeLog } from './log.ts';
import { requestIdOf } from './request-id.ts';

/** `log`, with the field `request` in each line. */
export function logFor(log: EdgeLog, request: Request): EdgeLog {
  const named = (fields: object) => ({ request: requestIdOf(request), ...fields });
  return {
    debug: (fields, message) => log.debug(named(fields), message),
    info: (fields, message) => log.info(named(fields), message),
    warn: (fields, message) => log.warn(named(fields), message),
    error: (fields, message) => log.error(named(fields), message),
    isLevelEnabled: (level) => log.isLevelEnabled?.(level) ?? true,
  };
}

const plain = /^[\w-]{1,64}$/;

/** What Google calls its request, for the log: a number or a UUID, as it has always been. */
export function googleRequest(requestId: string | number | undefined): { googleRequest?: string } {
  const text = String(requestId ?? '');
  return plain.test(text) ? { googleRequest: text } : {};
}
