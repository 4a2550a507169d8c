/** The HTTP status of each failure. */
import type { FailureCode } from '../../common/failures.ts';

const statuses: Readonly<Record<FailureCode, number>> = Object.freeze({
  'bad-request': 400,
  'too-large': 413,
  'too-many': 429,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'device-not-found': 404,
  'device-offline': 503,
  'device-not-ready': 503,
  'device-distrusted': 503,
  'device-busy': 503,
  'stream-unplayable': 503,
  'stream-unavailable': 503,
  'protocol-unsupported': 409,
  'command-unsupported': 400,
  'stream-ended': 410,
  unverified: 503,
  suspended: 503,
  conflict: 409,
  'storage-down': 503,
  overloaded: 503,
  internal: 500,
});

/** Returns the HTTP status that says `code`. */
export function httpStatus(code: FailureCode): number {
  return statuses[code];
}
