/** An authorization request of which every rule held. */
export interface AuthorizeRequest {
  readonly clientId: string;
  /** One of the client's own, letter by letter. */
  readonly redirectUri: string;
  /** To be given back as it came. */
  readonly state: string | undefined;
  /** Space separated; empty when none was asked for. */
  readonly scope: string;
  /** PKCE S256, when the client sent one. */
  readonly codeChallenge: string | undefined;
  /** The request as a query: what a later step is given, to be checked again from the beginning. */
  readonly query: string;
}
