/** What operators ask of account linkings, in SQLite. */
import type { GrantStore } from '../grants.ts';
import type { Engine } from './engine.ts';

/** `now`: milliseconds since 1970; written down as the time of a revocation. */
export function createGrants(engine: Engine, now: () => number): GrantStore {
  const revokeClient = engine.prepare<[number, string]>(
    'UPDATE grants SET revoked_at = ? WHERE client = ? AND revoked_at IS NULL',
  );
  // By the address and not by the client, which may be that of every linking there is: hence the plus.
  const revokeAddress = engine.prepare<[number, string, string]>(
    `UPDATE grants SET revoked_at = ? WHERE id IN (SELECT grant_id FROM codes WHERE redirect_uri = ?)
       AND +client = ? AND revoked_at IS NULL`,
  );
  return {
    revokeClient: (client, redirectUri) =>
      engine.write(() =>
        redirectUri === undefined
          ? revokeClient.run(now(), client).changes
          : revokeAddress.run(now(), redirectUri, client).changes,
      ),
  };
}
