/** What may be known of an error of the server or of the way to it. */
import { Failure, type FailureCode } from '../../common/failures.ts';
import { adviceOn, type Purpose } from './advice.ts';

/** What the functions say themselves, in words for people. Their codes are no codes of PostgreSQL's. */
const said: Readonly<Record<string, FailureCode>> = {
  CA400: 'bad-request',
  CA404: 'not-found',
  CA409: 'conflict',
  CA429: 'too-many',
};

interface Told {
  readonly code: string;
  readonly message: string;
  readonly detail: string | undefined;
}

function told(error: unknown): Told {
  if (typeof error !== 'object' || error === null)
    return { code: '', message: String(error), detail: undefined };
  const { code, message, detail } = error as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
    detail: typeof detail === 'string' ? detail : undefined,
  };
}

/**
 * Whether nothing was done and the next try may succeed: another transaction was in the way, or no new connection was to
 * be had, and one of those that are there may be free in a moment.
 */
export function isPassing(error: unknown): boolean {
  return ['40001', '40P01', '53300'].includes(told(error).code);
}

const lost = ['CONNECTION_CLOSED', 'CONNECT_TIMEOUT', 'ECONNRESET', 'EPIPE', '57P01', '57P02'];

/** Whether a connection was lost, or never came about though somebody took it. */
export function isLost(error: unknown): boolean {
  return lost.includes(told(error).code);
}

/** Whether a connection was let go by its client itself. */
export function isLetGo(error: unknown): boolean {
  return ['CONNECTION_DESTROYED', 'CONNECTION_ENDED'].includes(told(error).code);
}

/** Whether a transaction was in the way of a migration. */
export function isInTheWay(error: unknown): boolean {
  return ['40001', '40P01', '55P03'].includes(told(error).code);
}

function taken(device: string | undefined): Failure {
  return new Failure(
    'bad-request',
    `another account has the same camera, as ${device ?? 'another device'}: let it be seen from there with ` +
      'casement camera share, hand it over with casement camera transfer, or, where its owner is ' +
      'gone and never will, say --take-over, which removes that row',
  );
}

/** Whether there may be a server in a moment: it is starting, or about to, or promoted. Nothing was asked of it. */
export function isStarting(error: unknown): boolean {
  return ['57P03', 'ECONNREFUSED', 'ENOENT', 'CONNECTION_DESTROYED'].includes(told(error).code);
}

const causeOf = (code: string, purpose?: Purpose): Error =>
  new Error(`PostgreSQL: ${adviceOn(code, purpose)}${code === '' ? '' : ` (${code})`}`);

/** Returns what becomes of a call whose write the server has, and its standby may not. */
export const notReplicated = (): Failure =>
  new Failure('storage-down', 'storage may lose it', { cause: causeOf('UNREPLICATED') });

/** Returns what becomes of a call that the server has not answered in time. */
export const unanswered = (): Failure =>
  new Failure('storage-down', 'storage does not answer', { cause: causeOf('CONNECT_TIMEOUT') });

/**
 * Makes what a caller may know. The driver's error is not passed on: it carries the statement's values, and what it says
 * of a row may be another account's.
 */
export function failureOf(error: unknown, purpose?: Purpose): Failure {
  const { code, message, detail } = told(error);
  const own = said[code];
  if (own !== undefined) return new Failure(own, message);
  if (code === 'CA001')
    return new Failure('bad-request', 'the keys were changed meanwhile: try again');
  if (code === 'CA002') return taken(detail);
  // As Node words it: the server has said that it has none, and closed.
  const cause = causeOf(message.includes('before secure TLS') ? 'NO_TLS' : code, purpose);
  // Whether it is there already, or what it refers to is not.
  if (code === '23505' || code === '23503') {
    return new Failure('conflict', 'this contradicts what is stored already', { cause });
  }
  // A value that no table takes is a fault of the caller, and so is a function that sets no account.
  if (code.startsWith('23') || code.startsWith('22') || code === 'CA000') {
    return new Failure('internal', 'the store refused a value', { cause });
  }
  return new Failure('storage-down', 'storage is not available', { cause });
}
