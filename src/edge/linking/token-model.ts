/** The library's view of our grants, made anew for each call at the token endpoint. */
import type {
  AuthorizationCodeModel,
  RefreshTokenModel,
  Token,
  User,
} from '@node-oauth/oauth2-server';
import type { OAuthClient } from '../../identity/oauth-client.ts';
import type { AccountId, GrantId } from '../../identity/ids.ts';
import { hashSecret, newSecret } from '../../identity/secret.ts';
import { endGrant } from './end-grant.ts';
import { misfit, type CodeCall, type Misfit } from './fitting-code.ts';
import { libraryClient } from './library-client.ts';
import type { LinkingParts } from './parts.ts';

/** The account of a token, and the linking under which it is. */
interface Holder {
  readonly account: AccountId;
  readonly grant: GrantId;
}

// The library itself checks a code's expiry by the machine's clock, before the code is spent: a code replayed
// after it expired would go unnoticed. Our check comes after.
const never = new Date(8.64e15);

const holderOf = (user: User): Holder => user as Holder;
const names = (scope: string): string[] => scope.split(' ').filter((name) => name !== '');

/** Why a code or token is not accepted; the caller does not learn which it was. */
export type WhyNot = Misfit | 'code' | 'expired' | 'refresh_token';

/**
 * Makes a model for one call of `client`, whose credentials have been checked. `report` gets the reason why
 * something is not accepted.
 */
export function tokenModel(
  parts: LinkingParts,
  client: OAuthClient,
  call: CodeCall,
  report: (why: WhyNot) => void,
): AuthorizationCodeModel & RefreshTokenModel {
  const { store, accessTokens, now } = parts;
  const found = libraryClient(client);

  return {
    getClient: async () => found,

    async getAuthorizationCode(code) {
      const record = await store.directory.code(hashSecret(code));
      const why = record === undefined ? 'code' : misfit(record, client.id, call);
      if (why !== undefined) report(why);
      if (record === undefined || why !== undefined) return undefined;
      const { account, grant, codeChallenge } = record;
      return {
        authorizationCode: code,
        expiresAt: never,
        redirectUri: record.redirectUri,
        scope: names(record.scope),
        client: { id: record.client, grants: [] },
        user: { account, grant } satisfies Holder,
        ...(codeChallenge !== undefined && { codeChallenge, codeChallengeMethod: 'S256' }),
      };
    },

    async revokeAuthorizationCode({ authorizationCode }) {
      const spent = await store.directory.spendCode(hashSecret(authorizationCode));
      if (spent.outcome === 'unknown') return false;
      if (spent.outcome === 'replayed') {
        parts.log.warn({ grant: spent.code.grant }, 'an authorization code came a second time');
        const { account, grant: id } = spent.code;
        await endGrant(parts, { account, id }, 'code-replayed');
        return false;
      }
      const stands = spent.code.expiresAt > now();
      if (!stands) report('expired');
      return stands;
    },

    async getRefreshToken(token) {
      const grant = await store.directory.byRefreshToken(hashSecret(token));
      if (grant === undefined || !(await store.of(grant.account).standing(grant.id))) {
        report('refresh_token');
        return undefined;
      }
      return {
        refreshToken: token,
        scope: names(grant.scope),
        client: { id: grant.client, grants: [] },
        user: { account: grant.account, grant: grant.id } satisfies Holder,
      };
    },

    // Refresh tokens do not rotate; should the library ever ask, the answer is no.
    revokeToken: async () => false,

    generateAccessToken: async (_client, user) => {
      const { account, grant } = holderOf(user);
      return accessTokens.issue(account, grant);
    },
    generateRefreshToken: async () => newSecret(),

    async saveToken(token, _client, user): Promise<Token> {
      if (token.refreshToken !== undefined) {
        const { account, grant } = holderOf(user);
        await store.of(account).addRefreshToken(hashSecret(token.refreshToken), grant);
      }
      return { ...token, client: { id: client.id, grants: [] }, user };
    },

    // Bearers are verified in identity/, not by the library.
    getAccessToken: async () => undefined,
    saveAuthorizationCode: async () => undefined,
  };
}
