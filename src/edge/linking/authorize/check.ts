/** The rules of an authorization request, in their order. */
import type { OAuthClient } from '../../../identity/oauth-client.ts';
import { refuseRepeats } from '../parameters.ts';
import { OAuthRefusal } from '../refusal.ts';
import { codeResponse } from './code-response.ts';
import { exactRedirectUri } from './exact-redirect-uri.ts';
import { knownClient } from './known-client.ts';
import { errorLocation } from './location.ts';
import { plainState } from './plain-state.ts';
import type { AuthorizeRequest } from './request.ts';
import { s256Challenge } from './s256-challenge.ts';
import { wellformedScope } from './wellformed-scope.ts';

type Given = Readonly<Record<string, string | undefined>>;

function queryOf(given: Given): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  return query.toString();
}

/**
 * Checks an authorization request. Unknown parameters, `user_locale` among them, are ignored.
 * @throws OAuthRefusal; it has a `location` only if client, redirect URI and state were proved.
 */
export function checkAuthorize(
  parameters: URLSearchParams,
  clients: readonly OAuthClient[],
): AuthorizeRequest {
  const client = knownClient(parameters, clients);
  const redirectUri = exactRedirectUri(parameters, client);
  const state = plainState(parameters);
  try {
    refuseRepeats(parameters);
    codeResponse(parameters);
    const scope = wellformedScope(parameters);
    const codeChallenge = s256Challenge(parameters);
    const query = queryOf({
      response_type: 'code',
      client_id: client.id,
      redirect_uri: redirectUri,
      state,
      scope,
      code_challenge: codeChallenge,
      code_challenge_method: codeChallenge && 'S256',
    });
    return Object.freeze({ clientId: client.id, redirectUri, state, scope, codeChallenge, query });
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error;
    const location = errorLocation({ redirectUri, state }, error.code);
    throw new OAuthRefusal(error.code, error.message, location);
  }
}
