/** How the endpoints that a client calls word a failure of the bridge. */
import type { FailureCode } from '../../common/failures.ts';

/**
 * RFC 6749 §5.2 and RFC 6750 §3.1; the two for a server in trouble are those of RFC 6749 §4.1.2.1. None of
 * these endpoints can fail by a camera or a stream.
 */
export type EndpointErrorCode =
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_grant'
  | 'temporarily_unavailable'
  | 'server_error';

const words: Readonly<Record<FailureCode, EndpointErrorCode>> = Object.freeze({
  'bad-request': 'invalid_request',
  'too-large': 'invalid_request',
  'too-many': 'invalid_request',
  unauthenticated: 'invalid_token',
  forbidden: 'invalid_request',
  'not-found': 'invalid_request',
  'device-not-found': 'invalid_request',
  'device-offline': 'temporarily_unavailable',
  'device-not-ready': 'temporarily_unavailable',
  'device-distrusted': 'temporarily_unavailable',
  'device-busy': 'temporarily_unavailable',
  'stream-unplayable': 'temporarily_unavailable',
  'stream-unavailable': 'temporarily_unavailable',
  'protocol-unsupported': 'invalid_request',
  'command-unsupported': 'invalid_request',
  'stream-ended': 'invalid_request',
  unverified: 'temporarily_unavailable',
  suspended: 'temporarily_unavailable',
  // The account or its linking went while this was answered: RFC 6749 §5.2.
  conflict: 'invalid_grant',
  'storage-down': 'temporarily_unavailable',
  overloaded: 'temporarily_unavailable',
  internal: 'server_error',
});

/** Returns the error code that says `code` at the token, revocation and userinfo endpoints. */
export function endpointErrorCode(code: FailureCode): EndpointErrorCode {
  return words[code];
}
