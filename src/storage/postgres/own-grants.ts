/** The linkings of one account in PostgreSQL. */
import type { OwnOperations } from '../bound-tenant.ts';
import { maxGrants } from '../grants.ts';
import type { Engine } from './engine.ts';
import { grantRecord, type GrantRow } from './grant-row.ts';

const dayMs = 86_400_000;
/** A linking that never got as far as a refresh token is dropped after this. */
const unfinishedMs = dayMs;
/** A revoked grant is dropped after this, and with it the codes whose replay it would betray. */
const revokedMs = 30 * dayMs;
/** How many revoked grants of an account are kept for that at most. */
const maxRevoked = 100;

/** `now` and `reached` as in sqlite/own-grants.ts. */
export function createOwnGrants(
  engine: Engine,
  now: () => number,
  reached: () => number,
): Pick<
  OwnOperations,
  | 'grant'
  | 'grants'
  | 'countGrants'
  | 'addGrant'
  | 'addRefreshToken'
  | 'revokeGrant'
  | 'revokeGrants'
> {
  return {
    async grant(account, id) {
      const row = await engine.row<GrantRow>('grant_own', account, id);
      return row && grantRecord(row);
    },
    grants: async (account, some) =>
      (await engine.rows<GrantRow>('grants_of', account, some?.from ?? 0, some?.most ?? null)).map(
        grantRecord,
      ),
    countGrants: (account) => engine.value('grant_count', account),
    addGrant(account, { id, client, scope, createdAt }, code) {
      const come = Math.min(createdAt, reached());
      return engine.value(
        'grant_add_with_code',
        account,
        id,
        client,
        scope,
        createdAt,
        come - revokedMs,
        come - unfinishedMs,
        maxRevoked,
        maxGrants,
        code.hash,
        code.redirectUri,
        code.codeChallenge ?? null,
        code.codeChallengeMethod ?? null,
        code.expiresAt,
      );
    },
    addRefreshToken: (account, hash, grant) =>
      engine.value('refresh_token_add_own', account, hash, grant),
    revokeGrant: (account, id) => engine.value('grant_revoke_own', account, id, now()),
    revokeGrants: (account) => engine.value('grant_revoke_all', account, now()),
  };
}
