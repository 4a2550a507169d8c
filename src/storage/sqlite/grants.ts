/** Account linkings in SQLite. A revoked grant stays as a row, so that a replay is still known. */
import { Failure } from '../../common/failures.ts';
import { AccountId, GrantId } from '../../identity/ids.ts';
import { type GrantRecord, type GrantStore, maxGrants } from '../grants.ts';
import { codeColumns, codeRecord, type CodeRow } from './code-row.ts';
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

const record = (row: GrantRow): GrantRecord => ({
  id: GrantId(row.id),
  account: AccountId(row.account),
  client: row.client,
  scope: row.scope,
  createdAt: row.created_at,
});

/**
 * `now`: milliseconds since 1970; written down as the time of a revocation. `reached`: the time that has
 * certainly come; nothing is removed by a later one.
 */
export function createGrants(engine: Engine, now: () => number, reached: () => number): GrantStore {
  const columns = 'g.id, g.account, g.client, g.scope, g.created_at';
  const sweep = engine.prepare<[string, number, number]>(
    `DELETE FROM grants WHERE account = ? AND (
       revoked_at < ?
       OR (created_at < ?
         AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.grant_id = grants.id))
     )`,
  );
  const sweepRevoked = engine.prepare<[string, string, number]>(
    `DELETE FROM grants WHERE account = ? AND revoked_at IS NOT NULL AND id NOT IN (
       SELECT id FROM grants WHERE account = ? AND revoked_at IS NOT NULL
       ORDER BY revoked_at DESC, id LIMIT ?)`,
  );
  const endOldestUnused = engine.prepare<[string]>(
    `DELETE FROM grants WHERE id = (
       SELECT id FROM grants WHERE account = ? AND revoked_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.grant_id = grants.id)
       ORDER BY created_at, id LIMIT 1)`,
  );
  const count = engine.prepare<[string], { count: number }>(
    'SELECT COUNT(*) AS count FROM grants WHERE account = ? AND revoked_at IS NULL',
  );
  const insert = engine.prepare<[string, string, string, string, number]>(
    'INSERT INTO grants (id, account, client, scope, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const insertCode = engine.prepare<[string, string, string, string | null, string | null, number]>(
    `INSERT INTO codes
       (hash, grant_id, redirect_uri, code_challenge, code_challenge_method, expires_at, spent)
     VALUES (?, ?, ?, ?, ?, ?, 0)`,
  );
  const code = engine.prepare<[string], CodeRow>(
    `SELECT ${codeColumns} FROM codes c JOIN grants g ON g.id = c.grant_id
     WHERE c.hash = ? AND (c.spent = 1 OR g.revoked_at IS NULL)`,
  );
  const spend = engine.prepare<[string]>('UPDATE codes SET spent = 1 WHERE hash = ?');
  const insertToken = engine.prepare<[string, string]>(
    'INSERT INTO refresh_tokens (hash, grant_id) VALUES (?, ?)',
  );
  const byToken = engine.prepare<[string], GrantRow>(
    `SELECT ${columns} FROM refresh_tokens t JOIN grants g ON g.id = t.grant_id
     WHERE t.hash = ? AND g.revoked_at IS NULL`,
  );
  const byId = engine.prepare<[string], GrantRow>(
    `SELECT ${columns} FROM grants g WHERE g.id = ? AND g.revoked_at IS NULL`,
  );
  const of = engine.prepare<[string, number, number], GrantRow>(
    `SELECT ${columns} FROM grants g WHERE g.account = ? AND g.revoked_at IS NULL
     ORDER BY g.created_at, g.id LIMIT ? OFFSET ?`,
  );
  const countOf = (account: AccountId): number => count.get(account)?.count ?? 0;
  /** @throws Failure `too-many`. */
  function makeRoom(account: AccountId): void {
    // More than one, if they are from before there was a limit.
    while (countOf(account) >= maxGrants) {
      if (endOldestUnused.run(account).changes > 0) continue;
      throw new Failure('too-many', 'the account is linked as often as it may be');
    }
  }
  const revoke = engine.prepare<[number, string]>(
    'UPDATE grants SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL',
  );
  const revokeAll = engine.prepare<[number, string]>(
    'UPDATE grants SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL',
  );
  const revokeClient = engine.prepare<[number, string]>(
    'UPDATE grants SET revoked_at = ? WHERE client = ? AND revoked_at IS NULL',
  );
  // By the address and not by the client, which may be that of every linking there is: hence the plus.
  const revokeAddress = engine.prepare<[number, string, string]>(
    `UPDATE grants SET revoked_at = ? WHERE id IN (SELECT grant_id FROM codes WHERE redirect_uri = ?)
       AND +client = ? AND revoked_at IS NULL`,
  );

  return {
    addWithCode: (grant, issued) =>
      engine.write(() => {
        const at = grant.createdAt;
        const come = Math.min(at, reached());
        sweep.run(grant.account, come - revokedMs, come - unfinishedMs);
        sweepRevoked.run(grant.account, grant.account, maxRevoked);
        makeRoom(grant.account);
        insert.run(grant.id, grant.account, grant.client, grant.scope, at);
        insertCode.run(
          issued.hash,
          grant.id,
          issued.redirectUri,
          issued.codeChallenge ?? null,
          issued.codeChallengeMethod ?? null,
          issued.expiresAt,
        );
      }),
    code: (hash) =>
      engine.read(() => {
        const row = code.get(hash);
        return row && codeRecord(row);
      }),
    spendCode: (hash) =>
      engine.write(() => {
        const row = code.get(hash);
        if (row === undefined) return { outcome: 'unknown' };
        if (row.spent === 1) return { outcome: 'replayed', code: codeRecord(row) };
        spend.run(hash);
        return { outcome: 'spent', code: codeRecord(row) };
      }),
    addRefreshToken: (hash, grant) => engine.write(() => void insertToken.run(hash, grant)),
    byRefreshToken: (hash) =>
      engine.read(() => {
        const row = byToken.get(hash);
        return row && record(row);
      }),
    byId: (id) =>
      engine.read(() => {
        const row = byId.get(id);
        return row && record(row);
      }),
    of: (account, some) =>
      engine.read(() => of.all(account, some?.most ?? -1, some?.from ?? 0).map(record)),
    count: (account) => engine.read(() => countOf(account)),
    revoke: (id) => engine.write(() => revoke.run(now(), id).changes > 0),
    revokeAll: (account) => engine.write(() => revokeAll.run(now(), account).changes),
    revokeClient: (client, redirectUri) =>
      engine.write(() =>
        redirectUri === undefined
          ? revokeClient.run(now(), client).changes
          : revokeAddress.run(now(), redirectUri, client).changes,
      ),
  };
}
