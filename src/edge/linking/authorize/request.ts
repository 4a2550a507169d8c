/** An authorization request for which every rule holds. */
export interface AuthorizeRequest {
  readonly clientId: string;
  /** One of the client's own, letter by letter. */
  readonly redirectUri: string;
  /** Given back as it came. */
  readonly state: string | undefined;
  /** Space separated; empty if none was asked for. */
  readonly scope: string;
  /** PKCE S256, if the client sent one. */
  readonly codeChallenge: string | undefined;
  /** The request as a query: a later step gets it, and checks it again from the beginning. */
  readonly query: string;
}
