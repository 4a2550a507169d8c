/**
 * Every way in which Casement can say no.
 *
 * The union is closed: a caller can `switch` over it. Each protocol words it in its own room, by a table that
 * has every code: a code without words does not compile.
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
  | 'unverified' // whether it may be shown was asked too long ago: not now, perhaps at once
  | 'suspended' // by the operator's switch: no pictures of this device for now
  | 'conflict' // the store holds what this contradicts: a taken id, a row that is gone
  | 'storage-down'
  | 'overloaded'
  | 'internal';

/**
 * An expected refusal. `message` is public: it may reach a client and never holds a secret, an address or
 * another account's name. Facts for the operator alone go into `cause`.
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

/** Whether `code` says how a camera fares, while the bridge is well. */
export function isOfCamera(code: FailureCode): boolean {
  return ofCameras.has(code);
}
