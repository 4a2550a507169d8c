import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openKeyRing } from '../../identity/keyring.ts';
import { allEntries, allOrigins, allPins, allSerials } from '../../storage/contract/whole.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import { openOrigin } from '../../wall/partitions/bound-origins.ts';
import { openSource } from '../../wall/partitions/sealed-source.ts';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { emailOf } from './seed-facts.ts';
import { seedScale } from './seed-scale.ts';

let folder: string;
beforeEach(() => {
  folder = scratchFolder('seed');
});
afterEach(() => removeFolder(folder));

test('what was seeded is what a store would have written', async () => {
  const told: string[] = [];
  await seedScale(folder, { accounts: 21, camerasEach: 2 }, (table) => told.push(table));
  expect(new Set(told).size).toBe(10);
  const { database, keys } = dataFolder(folder);
  const ring = openKeyRing(keys);
  const store = openSqlite({ file: database });
  try {
    const accounts = await store.operator.accounts.page({ most: 99 });
    expect(accounts.map(({ account }) => account.email)).toEqual(
      Array.from({ length: 21 }, (_, at) => emailOf(at)),
    );
    expect(accounts.every(({ grants }) => grants === 1)).toBe(true);
    expect(await store.operator.accounts.alike(emailOf(7))).toMatchObject({ email: emailOf(7) });
    const entries = await allEntries(store);
    expect(entries).toHaveLength(44);
    expect(entries.filter(({ role }) => role === 'viewer')).toHaveLength(2);
    expect(entries.every(({ unconfirmed }) => unconfirmed === undefined)).toBe(true);
    const sources = entries.map(({ camera, sealedSource }) =>
      openSource(ring, camera, sealedSource),
    );
    expect(new Set(sources.map(({ stream }) => stream)).size).toBe(42);
    const origins = await allOrigins(store);
    expect(origins.map((one) => openOrigin(ring, one).proof.key)).toHaveLength(10);
    expect([(await allPins(store)).length, (await allSerials(store)).length]).toEqual([21, 11]);
    // The indexes and triggers are there again: what is added is counted.
    const before = await store.revision();
    const [first] = accounts;
    expect(first && (await store.of(first.account.id).remove())).toBe(true);
    expect(await store.revision()).toBeGreaterThan(before);
  } finally {
    await store.close();
  }
});
