/**
 * Very many accounts on PostgreSQL, as a bench has them.
 *
 * @takes 5 s
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeFolder } from '../../common/make-folder.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { allEntries, allOrigins, allPins, allSerials } from '../../storage/contract/whole.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openPostgres } from '../../storage/postgres/open.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { openOrigin } from '../../wall/partitions/bound-origins.ts';
import { openSource } from '../../wall/partitions/sealed-source.ts';
import { describeUnless } from '../testing/needs.ts';
import { postgresHouse, type PostgresHouse } from '../testing/postgres-house.ts';
import { missingPostgres } from '../testing/postgres-programs.ts';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { emailOf } from './seed-facts.ts';
import { seedPostgres } from './seed-postgres.ts';
import { seedScale } from './seed-scale.ts';

const scale = { accounts: 21, camerasEach: 2 };

/** What is of interest of every row. */
async function told(store: Store) {
  const entries = await allEntries(store);
  return {
    emails: (await store.operator.accounts.page({ most: 99 })).map(({ account, grants }) => [
      account.id,
      account.email,
      grants,
    ]),
    entries: entries.map(({ account, device, camera, role, name, unconfirmed = false }) =>
      [account, device, camera, role, name, unconfirmed].join(' '),
    ),
    sealed: entries.map(({ sealedSource }) => sealedSource).toSorted(),
    pins: (await allPins(store)).map(({ camera, hash }) => `${camera} ${hash}`).toSorted(),
    serials: (await allSerials(store))
      .map(({ camera, serial }) => `${camera} ${serial}`)
      .toSorted(),
    origins: (await allOrigins(store)).map(({ proof }) => proof).toSorted(),
  };
}

describeUnless(missingPostgres(), 'seeded on a server', () => {
  let folder: string;
  let house: PostgresHouse;
  beforeEach(async () => {
    folder = scratchFolder('seed-postgres');
    house = await postgresHouse();
  }, 30_000);
  afterEach(async () => {
    await house.stop();
    removeFolder(folder);
  });

  test('the rows are those of the folder, and a store goes on from them', async () => {
    const like = join(folder, 'like');
    await seedScale(like, scale);
    const database = await house.database();
    const sql = database.client('postgres');
    const done: string[] = [];
    await seedPostgres(sql, like, scale, (what) => done.push(what));
    await sql.end();
    expect(done.at(-1)).toBe('statistics');
    const own = join(folder, 'own');
    makeFolder(own, 0o700);
    cpSync(dataFolder(like).keys, dataFolder(own).keys);
    const ring = openKeyRing(dataFolder(own).keys);
    const [store, other] = [
      await openPostgres({ url: database.url('commands'), timeoutMs: 10_000 }),
      openSqlite({ file: dataFolder(like).database }),
    ];
    try {
      const rows = await told(store);
      expect(rows).toEqual(await told(other));
      expect(rows.emails).toHaveLength(scale.accounts);
      const entries = await allEntries(store);
      const streams = entries.map(
        ({ camera, sealedSource }) => openSource(ring, camera, sealedSource).stream,
      );
      expect(new Set(streams).size).toBe(42);
      const [origin] = await allOrigins(store);
      expect(origin && openOrigin(ring, origin).proof.key?.vouched).toBe(false);
      expect(await store.operator.accounts.alike(emailOf(7))).toMatchObject({ email: emailOf(7) });
      // Indexes and triggers are there: what is taken away is counted, and goes with all that rests on it.
      const before = await store.revision();
      const [first] = await store.operator.accounts.page({ most: 1 });
      expect(first && (await store.of(first.account.id).remove())).toBe(true);
      expect(await store.revision()).toBeGreaterThan(before);
      expect(await allEntries(store)).toHaveLength(entries.length - 2);
    } finally {
      await store.close();
      await other.close();
    }
  });
});
