/** The end of the browser's part: a grant with its authorization code. */
import OAuth2Server from '@node-oauth/oauth2-server';
import { newGrantId } from '../../identity/ids.ts';
import type { Proof } from '../../identity/proof.ts';
import { hashSecret, newSecret } from '../../identity/secret.ts';
import { codeLocation } from './authorize/location.ts';
import type { AuthorizeRequest } from './authorize/request.ts';
import { fromLibrary } from './from-library.ts';
import type { CountLinking } from './linking-rate.ts';
import { libraryClient } from './library-client.ts';
import type { LinkingParts } from './parts.ts';
import { signedInAccount } from './signed-in.ts';

/** RFC 6749 §4.1.2 recommends ten minutes at most; Google's page says the same. */
const codeLifetimeMs = 600_000;

const lifetimeForLibrary = codeLifetimeMs / 1000;

/**
 * Starts a grant of the account that `proof` speaks for. Returns the address to which the browser is sent,
 * with the code and the state as it came.
 * @throws Failure `unauthenticated` if the person is not signed in any more, `too-many` if the account is
 * linked too often.
 */
export async function issueCode(
  parts: LinkingParts,
  proof: Proof,
  request: AuthorizeRequest,
  count: CountLinking,
): Promise<string> {
  const account = await signedInAccount(parts, proof);
  await count(account);
  const { clientId, redirectUri, scope, codeChallenge } = request;
  const model: OAuth2Server.AuthorizationCodeModel = {
    getClient: async (id) => libraryClient(parts.clients.find((client) => client.id === id)),
    generateAuthorizationCode: async () => newSecret(),
    async saveAuthorizationCode(issued, client, user) {
      const grant = newGrantId();
      const at = parts.now();
      await parts.store.of(account).addGrant(
        { id: grant, client: clientId, scope, createdAt: at },
        {
          hash: hashSecret(issued.authorizationCode),
          redirectUri,
          ...(codeChallenge !== undefined && { codeChallenge, codeChallengeMethod: 'S256' }),
          expiresAt: at + codeLifetimeMs,
        },
      );
      return { ...issued, client, user };
    },
    // Required by the type only: nothing of this model is used at the token endpoint.
    getAuthorizationCode: async () => undefined,
    revokeAuthorizationCode: async () => false,
    getAccessToken: async () => undefined,
    saveToken: async () => undefined,
  };
  const server = new OAuth2Server({ model });
  const order = new OAuth2Server.Request({
    method: 'POST',
    headers: {},
    query: {},
    body: { client_id: clientId, redirect_uri: redirectUri, response_type: 'code' },
  });
  const { authorizationCode } = await fromLibrary(() =>
    server.authorize(order, new OAuth2Server.Response(), {
      authenticateHandler: { handle: () => ({ account }) },
      allowEmptyState: true,
      authorizationCodeLifetime: lifetimeForLibrary,
    }),
  );
  parts.log.info({ account, client: clientId }, 'authorization code issued');
  return codeLocation(request, authorizationCode);
}
