/** How OAuth says no: a closed set of error codes with the HTTP status of each. */

const statuses = Object.freeze({
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  invalid_scope: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  access_denied: 403,
});

/** RFC 6749 §4.1.2.1 and §5.2. */
export type OAuthErrorCode = keyof typeof statuses;

/** Whether `text` is an error code of the set. */
export function isOAuthErrorCode(text: string): text is OAuthErrorCode {
  return Object.hasOwn(statuses, text);
}

/**
 * An expected refusal in OAuth's words. `message` is public: it says which rule was broken and never quotes a
 * value. `location` is set only if client and redirect URI had been proved: the address at which the client
 * gets it.
 */
export class OAuthRefusal extends Error {
  readonly code: OAuthErrorCode;
  readonly location: string | undefined;
  /** The part of the request at fault, if the caller does not learn it. For the log: no value of it. */
  readonly because: string | undefined;

  constructor(code: OAuthErrorCode, message: string, location?: string, because?: string) {
    super(message);
    this.name = 'OAuthRefusal';
    this.code = code;
    this.location = location;
    this.because = because;
  }

  /** HTTP status for answers that are not redirects. */
  get status(): number {
    return statuses[this.code];
  }
}
