/** Revocation in plain values (RFC 7009). */
import type { AccessTokens } from '../../identity/access-token.ts';
import { hashSecret } from '../../identity/secret.ts';
import { Failure } from '../../common/failures.ts';
import type { Proof } from '../../identity/proof.ts';
import type { GrantRecord } from '../../storage/grants.ts';
import { authenticateClient, type ClientCall } from './client-authentication.ts';
import { endGrant } from './end-grant.ts';
import { refuseRepeats, single } from './parameters.ts';
import type { LinkingParts } from './parts.ts';
import { OAuthRefusal } from './refusal.ts';

function proofOf(accessTokens: AccessTokens, token: string): Proof | undefined {
  try {
    return accessTokens.verify(token);
  } catch (error) {
    if (error instanceof Failure && error.code === 'unauthenticated') return undefined;
    throw error;
  }
}

async function grantOf(parts: LinkingParts, token: string): Promise<GrantRecord | undefined> {
  const byRefresh = await parts.store.directory.byRefreshToken(hashSecret(token));
  if (byRefresh !== undefined) return byRefresh;
  const { account, grant } = proofOf(parts.accessTokens, token) ?? {};
  return account && grant && parts.store.of(account).grant(grant);
}

/**
 * Ends the grant of a token, be it an access or a refresh token; `token_type_hint` is not needed to tell them
 * apart. A token that is unknown, expired or revoked already is no error (§2.2).
 * @throws OAuthRefusal `invalid_grant` if the token is another client's (§2.1), `invalid_client`,
 * `invalid_request`; Failure `storage-down`.
 */
export async function revokeToken(parts: LinkingParts, call: ClientCall): Promise<void> {
  const client = authenticateClient(call, parts.clients);
  refuseRepeats(call.form);
  const token = single(call.form, 'token');
  if (token === undefined) throw new OAuthRefusal('invalid_request', 'token is missing');
  const grant = await grantOf(parts, token);
  if (grant === undefined) return;
  if (grant.client !== client.id) {
    throw new OAuthRefusal('invalid_grant', 'the token was issued to another client');
  }
  await endGrant(parts, grant, 'client');
}
