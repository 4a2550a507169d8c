/** The linkings of one account in SQLite. A revoked grant stays as a row, so that a replay is still known. */
import { Failure } from '../../common/failures.ts';
import type { AccountId } from '../../identity/ids.ts';
import type { OwnOperations } from '../bound-tenant.ts';
import { maxGrants } from '../grants.ts';
import type { Engine } from './engine.ts';
import { grantColumns, grantRecord, type GrantRow } from './grant-row.ts';

const dayMs = 86_400_000;
/** A linking that never got as far as a refresh token is dropped after this. */
const unfinishedMs = dayMs;
/** A revoked grant is dropped after this, and with it the codes whose replay it would betray. */
const revokedMs = 30 * dayMs;
/** How many revoked grants of an account are kept for that at most. */
const maxRevoked = 100;

/**
 * `now`: milliseconds since 1970; written down as the time of a revocation. `reached`: the time that has
 * certainly come; nothing is removed by a later one.
 */
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
  const insertToken = engine.prepare<[string, string, string]>(
    'INSERT INTO refresh_tokens (hash, grant_id) SELECT ?, id FROM grants WHERE account = ? AND id = ?',
  );
  const one = engine.prepare<[string, string], GrantRow>(
    `SELECT ${grantColumns} FROM grants g
     WHERE g.account = ? AND g.id = ? AND g.revoked_at IS NULL`,
  );
  const some = engine.prepare<[string, number, number], GrantRow>(
    `SELECT ${grantColumns} FROM grants g WHERE g.account = ? AND g.revoked_at IS NULL
     ORDER BY g.created_at, g.id LIMIT ? OFFSET ?`,
  );
  const revoke = engine.prepare<[number, string, string]>(
    'UPDATE grants SET revoked_at = ? WHERE account = ? AND id = ? AND revoked_at IS NULL',
  );
  const revokeAll = engine.prepare<[number, string]>(
    'UPDATE grants SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL',
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

  return {
    grant: (account, id) =>
      engine.read(() => {
        const row = one.get(account, id);
        return row && grantRecord(row);
      }),
    grants: (account, part) =>
      engine.read(() => some.all(account, part?.most ?? -1, part?.from ?? 0).map(grantRecord)),
    countGrants: (account) => engine.read(() => countOf(account)),
    addGrant: (account, { id, client, scope, createdAt }, code) =>
      engine.write(() => {
        const come = Math.min(createdAt, reached());
        sweep.run(account, come - revokedMs, come - unfinishedMs);
        sweepRevoked.run(account, account, maxRevoked);
        makeRoom(account);
        insert.run(id, account, client, scope, createdAt);
        insertCode.run(
          code.hash,
          id,
          code.redirectUri,
          code.codeChallenge ?? null,
          code.codeChallengeMethod ?? null,
          code.expiresAt,
        );
      }),
    addRefreshToken: (account, hash, grant) =>
      engine.write(() => {
        if (insertToken.run(hash, account, grant).changes > 0) return;
        throw new Failure('conflict', 'this contradicts what is stored already');
      }),
    revokeGrant: (account, id) => engine.write(() => revoke.run(now(), account, id).changes > 0),
    revokeGrants: (account) => engine.write(() => revokeAll.run(now(), account).changes),
  };
}
