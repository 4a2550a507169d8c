/** The errorCode of each failure in answers to Google. */
import type { FailureCode } from '../../../../common/failures.ts';

/** Google smart home errorCodes, limited to those that we say. */
export type ErrorCode =
  | 'authFailure'
  | 'deviceBusy'
  | 'deviceNotFound'
  | 'deviceNotReady'
  | 'deviceOffline'
  | 'functionNotSupported'
  | 'hardError'
  | 'protocolError'
  | 'resourceUnavailable'
  | 'securityRestriction'
  | 'streamUnavailable'
  | 'streamUnplayable'
  | 'transientError';

const codes: Readonly<Record<FailureCode, ErrorCode>> = Object.freeze({
  'bad-request': 'protocolError',
  'too-large': 'protocolError',
  // The one code that Google names for GetCameraStream; tooManyFailedAttempts is about PINs.
  'too-many': 'resourceUnavailable',
  unauthenticated: 'authFailure',
  forbidden: 'authFailure',
  'not-found': 'deviceNotFound',
  'device-not-found': 'deviceNotFound',
  'device-offline': 'deviceOffline',
  'device-not-ready': 'deviceNotReady',
  'device-distrusted': 'securityRestriction',
  'device-busy': 'deviceBusy',
  'stream-unplayable': 'streamUnplayable',
  'stream-unavailable': 'streamUnavailable',
  'protocol-unsupported': 'functionNotSupported',
  'command-unsupported': 'functionNotSupported',
  'stream-ended': 'streamUnavailable',
  unverified: 'transientError',
  // The camera is there and linked as before; only its stream cannot be had.
  suspended: 'streamUnavailable',
  conflict: 'transientError',
  'storage-down': 'transientError',
  overloaded: 'transientError',
  internal: 'hardError',
});

/** Returns the errorCode that says `code` in an answer, of one device or of the whole request. */
export function errorCodeOf(code: FailureCode): ErrorCode {
  return codes[code];
}
