/**
 * @takes 60 s
 * @computes
 */
import { afterAll, beforeAll } from '@jest/globals';
import { describeUnless } from '../../workshop/testing/needs.ts';
import { postgresHouse, type PostgresHouse } from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import { storeContract } from '../store.contract.ts';
import type { Store } from '../store.ts';
import { openPostgres } from './open.ts';

describeUnless(missingPostgres(), 'on a server', () => {
  let house: PostgresHouse;
  beforeAll(async () => {
    house = await postgresHouse();
  });
  afterAll(() => house.stop());

  storeContract('PostgreSQL', async () => {
    const database = await house.lend();
    const opened: Store[] = [];
    return {
      revisionOf: 'transactions',
      open: async (now = Date.now, reached = () => Infinity) => {
        const store = await openPostgres({
          url: database.url('commands'),
          now,
          reached,
          max: 4,
          // The machine may be busy.
          timeoutMs: 30_000,
        });
        opened.push(store);
        return store;
      },
      dispose: async () => {
        for (const store of opened) await store.close();
        await database.drop();
      },
    };
  });
});
