/**
 * Every way in which Casement can say no, and how each protocol words it.
 *
 * The union is closed: a caller can `switch` over it. The table below is the only place where a
 * code becomes a Google errorCode, an OAuth error or an HTTP status.
 */

/** What went wrong, in Casement's own words. */
export type FailureCode =
  | 'bad-request' // malformed, wrong types, unknown intent
  | 'too-large'
  | 'too-many' // a limit on guesses or on sessions was reached
  | 'unauthenticated' // no bearer, or one that is expired, forged or revoked
  | 'forbidden' // a cross-site post, a foreign stamp
  | 'not-found' // does not exist, or belongs to somebody else: the same answer by design
  | 'device-not-found'
  | 'device-offline'
  | 'device-not-ready' // its camera is not set up right
  | 'device-distrusted' // what answers may not be its camera
  | 'device-busy' // its camera serves somebody else
  | 'stream-unplayable' // in a form that no display shows
  | 'stream-unavailable' // its camera answers, and no picture comes of it
  | 'protocol-unsupported' // the display offered nothing this camera has
  | 'command-unsupported'
  | 'stream-ended' // the session of a ticket is over
  | 'suspended' // by the operator's switch: no pictures of this device for now
  | 'conflict' // the store holds what this contradicts: a taken id, a row that is gone
  | 'storage-down'
  | 'overloaded'
  | 'internal';

/** Google smart home errorCodes, of those that we say. */
export type GoogleErrorCode =
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

interface Wording {
  /** HTTP status at the edge. */
  readonly status: number;
  /** For answers at device level. */
  readonly google: GoogleErrorCode;
}

const wordings: Readonly<Record<FailureCode, Wording>> = Object.freeze({
  'bad-request': { status: 400, google: 'protocolError' },
  'too-large': { status: 413, google: 'protocolError' },
  // The one code that Google names for GetCameraStream; tooManyFailedAttempts is about PINs.
  'too-many': { status: 429, google: 'resourceUnavailable' },
  unauthenticated: { status: 401, google: 'authFailure' },
  forbidden: { status: 403, google: 'authFailure' },
  'not-found': { status: 404, google: 'deviceNotFound' },
  'device-not-found': { status: 404, google: 'deviceNotFound' },
  'device-offline': { status: 503, google: 'deviceOffline' },
  'device-not-ready': { status: 503, google: 'deviceNotReady' },
  'device-distrusted': { status: 503, google: 'securityRestriction' },
  'device-busy': { status: 503, google: 'deviceBusy' },
  'stream-unplayable': { status: 503, google: 'streamUnplayable' },
  'stream-unavailable': { status: 503, google: 'streamUnavailable' },
  'protocol-unsupported': { status: 409, google: 'functionNotSupported' },
  'command-unsupported': { status: 400, google: 'functionNotSupported' },
  'stream-ended': { status: 410, google: 'streamUnavailable' },
  // The camera is there and linked as before; only its stream is not to be had.
  suspended: { status: 503, google: 'streamUnavailable' },
  conflict: { status: 409, google: 'transientError' },
  'storage-down': { status: 503, google: 'transientError' },
  overloaded: { status: 503, google: 'transientError' },
  internal: { status: 500, google: 'hardError' },
});

/**
 * An expected refusal. `message` is public: it may reach a client and never holds a secret, an
 * address or another account's name. What only the operator may read goes in `cause`.
 */
export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
  }
}

const ofCameras: ReadonlySet<FailureCode> = new Set([
  'device-offline',
  'device-not-ready',
  'device-distrusted',
  'device-busy',
  'stream-unplayable',
  'stream-unavailable',
]);

/** Whether `code` says how a camera fares, and the bridge is well. */
export function isOfCamera(code: FailureCode): boolean {
  return ofCameras.has(code);
}

/** The HTTP status that says `code` at the edge. */
export function httpStatus(code: FailureCode): number {
  return wordings[code].status;
}

/** The Google errorCode that says `code` in a QUERY or EXECUTE answer. */
export function googleErrorCode(code: FailureCode): GoogleErrorCode {
  return wordings[code].google;
}
