/** What operators ask of account linkings, in PostgreSQL. */
import type { GrantStore } from '../grants.ts';
import type { Engine } from './engine.ts';

/** `now` as in sqlite/grants.ts. */
export function createGrants(engine: Engine, now: () => number): GrantStore {
  return {
    revokeClient: (client, redirectUri) =>
      engine.value('grant_revoke_client', client, redirectUri ?? null, now()),
  };
}
