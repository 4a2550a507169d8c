/** Account linkings in PostgreSQL. */
import { AccountId, GrantId } from '../../identity/ids.ts';
import { type CodeRecord, type GrantRecord, type GrantStore, maxGrants } from '../grants.ts';
import type { Engine } from './engine.ts';

const dayMs = 86_400_000;
/** A linking that never got as far as a refresh token is dropped after this. */
const unfinishedMs = dayMs;
/** A revoked grant is dropped after this, and with it the codes whose replay it would betray. */
const revokedMs = 30 * dayMs;
/** How many revoked grants of an account are kept for that at most. */
const maxRevoked = 100;

interface GrantRow {
  readonly id: string;
  readonly account: string;
  readonly client: string;
  readonly scope: string;
  readonly created_at: number;
}
interface CodeRow {
  readonly hash: string;
  readonly grant_id: string;
  readonly account: string;
  readonly client: string;
  readonly scope: string;
  readonly redirect_uri: string;
  readonly code_challenge: string | null;
  readonly code_challenge_method: 'S256' | 'plain' | null;
  readonly expires_at: number;
  readonly spent: boolean;
}

const record = (row: GrantRow): GrantRecord => ({
  id: GrantId(row.id),
  account: AccountId(row.account),
  client: row.client,
  scope: row.scope,
  createdAt: row.created_at,
});

const codeRecord = (row: CodeRow): CodeRecord => ({
  hash: row.hash,
  grant: GrantId(row.grant_id),
  account: AccountId(row.account),
  client: row.client,
  redirectUri: row.redirect_uri,
  scope: row.scope,
  ...(row.code_challenge !== null && { codeChallenge: row.code_challenge }),
  ...(row.code_challenge_method !== null && { codeChallengeMethod: row.code_challenge_method }),
  expiresAt: row.expires_at,
});

/** `now` and `reached` as in sqlite/grants.ts. */
export function createGrants(engine: Engine, now: () => number, reached: () => number): GrantStore {
  async function one(name: string, given: string): Promise<GrantRecord | undefined> {
    const row = await engine.row<GrantRow>(name, given);
    return row && record(row);
  }
  return {
    addWithCode({ id, account, client, scope, createdAt }, issued) {
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
        issued.hash,
        issued.redirectUri,
        issued.codeChallenge ?? null,
        issued.codeChallengeMethod ?? null,
        issued.expiresAt,
      );
    },
    async code(hash) {
      const row = await engine.row<CodeRow>('code', hash);
      return row && codeRecord(row);
    },
    async spendCode(hash) {
      const row = await engine.row<CodeRow>('code_spend', hash);
      if (row === undefined) return { outcome: 'unknown' };
      return { outcome: row.spent ? 'replayed' : 'spent', code: codeRecord(row) };
    },
    addRefreshToken: (hash, grant) => engine.value('refresh_token_add', hash, grant),
    byRefreshToken: (hash) => one('grant_of_refresh_token', hash),
    byId: (id) => one('grant_by_id', id),
    of: async (account, some) =>
      (await engine.rows<GrantRow>('grants_of', account, some?.from ?? 0, some?.most ?? null)).map(
        record,
      ),
    count: (account) => engine.value('grant_count', account),
    revoke: (id) => engine.value('grant_revoke', id, now()),
    revokeAll: (account) => engine.value('grant_revoke_all', account, now()),
    revokeClient: (client, redirectUri) =>
      engine.value('grant_revoke_client', client, redirectUri ?? null, now()),
  };
}
