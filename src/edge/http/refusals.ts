/**
 * Requests that are refused: one line of the log for each, at the default level, and a count. Nothing else
 * shows what a display or Google sends and is refused.
 *
 * A line holds codes, ids and which part of a request is meant, never a value of it. The log counts a flood
 * of lines (log-flood.ts): each place has a message of its own.
 */
import type { Request } from 'express';
import { Failure, type FailureCode } from '../../common/failures.ts';
import { OAuthRefusal, type OAuthErrorCode } from '../linking/refusal.ts';
import { httpStatus } from './http-status.ts';
import type { EdgeLog } from './log.ts';
import { logFor } from './request-log.ts';

const messages = Object.freeze({
  webhook: 'a request to the webhook was refused',
  signalling: 'a signalling message was refused',
  media: 'a request for media was refused',
  linking: 'client refused',
});

/** Where a request was refused. */
export type RefusedAt = keyof typeof messages;

/** Why it was refused: all codes that there are. */
export type RefusalCode = FailureCode | OAuthErrorCode;

/** Called for each refusal. */
export type CountRefusal = (at: RefusedAt, code: RefusalCode) => void;

/** @param known ids that go with the line: of the request, the device, the session */
export type NoteRefusal = (
  request: Request,
  at: RefusedAt,
  refusal: Failure | OAuthRefusal,
  known?: object,
) => void;

/** Called for each device that a request of Google names and that is refused in its answer. */
export type NoteDevice = (
  request: Request,
  device: string | undefined,
  refusal: Failure,
  known?: object,
) => void;

const maxOfName = 64;

/** Returns a device as a request names it: the letters of an id that it has, and no more than an id could have. */
const nameForLog = (device: string): string =>
  device.slice(0, maxOfName).replaceAll(/[^\w:()-]/g, '?');

/** What was hidden from the caller. */
function hiddenIn({ cause }: Error): { because?: FailureCode } {
  return cause instanceof Failure ? { because: cause.code } : {};
}

/**
 * Notes refusals in `log`. The bridge's own faults, and limits that were reached, are only counted: they have
 * a line already (`logFailure`).
 */
export function createRefusals(log: EdgeLog, count: CountRefusal = () => undefined): NoteRefusal {
  return (request, at, refusal, known = {}) => {
    count(at, refusal.code);
    if (refusal instanceof OAuthRefusal) {
      const { code: error, message: rule, because } = refusal;
      const hidden = because === undefined ? {} : { because };
      logFor(log, request).warn({ error, rule, ...hidden, ...known }, messages[at]);
      return;
    }
    if (httpStatus(refusal.code) >= 500 || refusal.code === 'too-many') return;
    const { code, message: why } = refusal;
    logFor(log, request).warn({ code, why, ...hiddenIn(refusal), ...known }, messages[at]);
  };
}

/** Does for single devices what `createRefusals` does for requests. The bridge's own faults have a line already. */
export function createDeviceRefusals(
  log: EdgeLog,
  count: CountRefusal = () => undefined,
): NoteDevice {
  return (request, device, { code, message: why }, known = {}) => {
    count('webhook', code);
    if (code === 'internal') return;
    const named = device === undefined ? {} : { device: nameForLog(device) };
    logFor(log, request).warn(
      { code, why, ...named, ...known },
      'a device was refused in an answer to Google',
    );
  };
}
