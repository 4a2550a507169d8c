import { afterAll, beforeAll, test } from '@jest/globals';
import type { Store } from '../../storage/store.ts';
import { codeFor, exchange, expectRefused } from '../../workshop/testing/linking-dance.ts';
import { openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let site: LinkingSite;
let store: Store;
let meanwhile: (() => Promise<unknown>) | undefined;

/** The store, in which something else happens just before a refresh token is written. */
function busy(real: Store): Store {
  store = real;
  return overTenant(real, (own) => ({
    async addRefreshToken(hash, grant) {
      await meanwhile?.();
      await own.addRefreshToken(hash, grant);
    },
  }));
}

beforeAll(async () => {
  site = await openLinkingSite({ store: busy });
});
afterAll(() => site.close());

test('a code whose account goes while it is exchanged is a grant that is no more', async () => {
  const birch = await site.signedIn('birch@example.net');
  const code = await codeFor(birch);
  meanwhile = async () => {
    const account = await store.directory.byEmail('birch@example.net');
    if (account !== undefined) await store.of(account.id).remove();
  };
  expectRefused(await exchange(site, code), 400, 'invalid_grant');
});
