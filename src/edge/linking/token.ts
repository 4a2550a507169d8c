/** The token endpoint in plain values (RFC 6749 §4.1.3, §5, §6; RFC 7636 §4.5). */
import OAuth2Server from '@node-oauth/oauth2-server';
import { authenticateClient, type ClientCall } from './client-authentication.ts';
import { fromLibrary } from './from-library.ts';
import { refuseRepeats, single } from './parameters.ts';
import type { LinkingParts } from './parts.ts';
import { OAuthRefusal } from './refusal.ts';
import { tokenModel, type WhyNot } from './token-model.ts';

/** RFC 6749 §5.1. No `refresh_token` on a refresh: the old one stays good. */
export interface TokenAnswer {
  readonly token_type: 'Bearer';
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly scope?: string;
}

const passedOn = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'scope'];
const grantTypes = ['authorization_code', 'refresh_token'];

function bodyFor(call: ClientCall): Record<string, string> {
  const given = passedOn.flatMap((name) => {
    const value = single(call.form, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

function checkGrantType(type: string | undefined): void {
  if (type === undefined) throw new OAuthRefusal('invalid_request', 'grant_type is missing');
  if (!grantTypes.includes(type)) {
    throw new OAuthRefusal(
      'unsupported_grant_type',
      `grant_type must be ${grantTypes.join(' or ')}`,
    );
  }
}

/**
 * Exchanges a code, or refreshes.
 *
 * A code is spent by its first use that fits: by its client, with its redirect URI and verifier. A second
 * such use ends the grant and everything under it, even if the first answer was lost on the way: the person
 * links again (RFC 6749 §4.1.2). A call that does not fit is refused, and changes nothing.
 * @throws OAuthRefusal; Failure `storage-down`.
 */
export async function answerToken(parts: LinkingParts, call: ClientCall): Promise<TokenAnswer> {
  const client = authenticateClient(call, parts.clients);
  refuseRepeats(call.form);
  const body = bodyFor(call);
  checkGrantType(body['grant_type']);
  if (body['grant_type'] === 'authorization_code' && body['redirect_uri'] === undefined) {
    throw new OAuthRefusal('invalid_request', 'redirect_uri is missing');
  }
  const { redirect_uri: redirectUri, code_verifier: verifier } = body;
  let because: WhyNot | undefined;
  const model = tokenModel(parts, client, { redirectUri, verifier }, (why) => (because = why));
  const server = new OAuth2Server({ model, alwaysIssueNewRefreshToken: false });
  const request = new OAuth2Server.Request({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '1' },
    query: {},
    body: { ...body, client_id: client.id, client_secret: client.secret },
  });
  const { accessToken, refreshToken, scope } = await fromLibrary(() =>
    server.token(request, new OAuth2Server.Response()),
  ).catch((error: unknown) => {
    if (!(error instanceof OAuthRefusal)) throw error;
    throw new OAuthRefusal(error.code, error.message, error.location, because);
  });
  return {
    token_type: 'Bearer',
    access_token: accessToken,
    expires_in: parts.accessTokens.lifetimeSeconds,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(scope !== undefined && scope.length > 0 && { scope: scope.join(' ') }),
  };
}
