/**
 * What a client sends to the bridge's OAuth endpoints: the one place that knows the fields. Plain values, and
 * a poster.
 */
import { createHash } from 'node:crypto';

export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

type Form = Readonly<Record<string, string>>;

export interface AuthorizationRequest {
  readonly client: string;
  readonly redirectUri: string;
  readonly state: string;
  /** The verifier of PKCE; none if left out. */
  readonly verifier?: string;
}

/** Returns the query of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export function authorizeQuery(asked: AuthorizationRequest): URLSearchParams {
  const { client, redirectUri, state, verifier } = asked;
  return new URLSearchParams({
    client_id: client,
    redirect_uri: redirectUri,
    response_type: 'code',
    state,
    ...(verifier !== undefined && {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  });
}

/** In the body, as Google sends them (RFC 6749 section 2.3.1). */
export const credentialsForm = ({ id, secret }: ClientCredentials): Form => ({
  client_id: id,
  client_secret: secret,
});

export interface IssuedCode {
  readonly code: string;
  /** That of the authorization request. */
  readonly redirectUri: string;
  readonly verifier?: string;
}

/** Turns a code into tokens (RFC 6749 section 4.1.3). */
export const codeForm = (client: ClientCredentials, given: IssuedCode): Form => ({
  ...credentialsForm(client),
  grant_type: 'authorization_code',
  code: given.code,
  redirect_uri: given.redirectUri,
  ...(given.verifier !== undefined && { code_verifier: given.verifier }),
});

/** Asks for a fresh access token (RFC 6749 section 6). */
export const refreshForm = (client: ClientCredentials, refreshToken: string): Form => ({
  ...credentialsForm(client),
  grant_type: 'refresh_token',
  refresh_token: refreshToken,
});

/** Ends a linking by one of its tokens (RFC 7009 section 2.1). */
export const revokeForm = (client: ClientCredentials, token: string): Form => ({
  ...credentialsForm(client),
  token,
});

/** Posts one of these to the bridge at `origin`. @throws as `fetch` */
export function postForm(
  origin: string,
  endpoint: 'token' | 'revoke',
  form: Form,
  init: Omit<RequestInit, 'method' | 'body'> = {},
): Promise<Response> {
  const body = new URLSearchParams(form);
  return fetch(new URL(`/oauth/${endpoint}`, origin), { ...init, method: 'POST', body });
}
