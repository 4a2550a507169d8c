/**
 * The redirect URI is there and is one of the client's, letter by letter (RFC 9700 §2.1): no
 * prefix, no other case, no added query, and no default for one left out.
 */
import type { OAuthClient } from '../../../identity/oauth-client.ts';
import { single } from '../parameters.ts';
import { OAuthRefusal } from '../refusal.ts';

/** @throws OAuthRefusal `invalid_request`. */
export function exactRedirectUri(parameters: URLSearchParams, client: OAuthClient): string {
  const uri = single(parameters, 'redirect_uri');
  if (uri === undefined) throw new OAuthRefusal('invalid_request', 'redirect_uri is missing');
  if (!client.redirectUris.includes(uri)) {
    throw new OAuthRefusal('invalid_request', 'redirect_uri is not one of this client');
  }
  return uri;
}
