/** What operators ask of accounts, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId } from '../../identity/ids.ts';
import type { AccountRecord } from '../accounts.ts';
import type { Store } from '../store.ts';
import {
  noon,
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
  type MakeShelf,
  type Shelf,
  nowhere,
} from './shelf.ts';
import { allAccounts } from './whole.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function accountsContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let clock: number;

  beforeEach(async () => {
    clock = noon;
    shelf = await make();
    store = await shelf.open(() => clock);
  });
  afterEach(() => shelf.dispose());

  test('an account comes back as it was given, by id and by e-mail', async () => {
    const birch = sampleAccount();
    await store.operator.accounts.add(birch);
    expect(await store.of(birch.id).record()).toEqual(birch);
    expect(await store.directory.byEmail(birch.email)).toEqual(birch);
    expect(await store.of(newAccountId()).record()).toBeUndefined();
    expect(await store.directory.byEmail('nobody@example.org')).toBeUndefined();
  });

  test('an e-mail address belongs to one account only', async () => {
    const birch = sampleAccount();
    await store.operator.accounts.add(birch);
    await expect(
      store.operator.accounts.add(sampleAccount({ email: birch.email })),
    ).rejects.toMatchObject({
      code: 'bad-request',
      message: 'an account with this e-mail address exists already',
    });
    expect(await allAccounts(store)).toEqual([birch]);
  });

  test('an address that looks like another is refused unless it is meant', async () => {
    const email = 'jose@example.org';
    const jose = sampleAccount({ email });
    await store.operator.accounts.add(jose);
    for (const alike of ['j\u043ese@example.org', 'j0se@example.org', 'jose\u200b@example.org']) {
      const other = sampleAccount({ email: alike });
      await expect(store.operator.accounts.add(other)).rejects.toMatchObject({
        code: 'bad-request',
        message: 'this e-mail address looks like that of another account',
      });
      expect(await store.operator.accounts.alike(alike)).toEqual(jose);
      await store.operator.accounts.add(other, { lookAlike: true });
      expect(await store.directory.byEmail(alike)).toEqual(other);
    }
    await expect(
      store.operator.accounts.add(sampleAccount({ email }), { lookAlike: true }),
    ).rejects.toMatchObject({ code: 'bad-request' });
    expect(await store.operator.accounts.alike('josef@example.org')).toBeUndefined();
    await store.operator.accounts.add(sampleAccount({ email: 'josef@example.org' }));
  });

  test('accounts are listed oldest first, of one age by their ids, in pages that leave none out', async () => {
    expect(await store.operator.accounts.page({ most: 2 })).toEqual([]);
    const twins = [sampleAccount({ createdAt: noon + 1 }), sampleAccount({ createdAt: noon + 1 })];
    const old = sampleAccount();
    for (const account of [...twins, old]) await store.operator.accounts.add(account);
    const all = [old, ...twins.toSorted((a, b) => (a.id < b.id ? -1 : 1))];
    expect(await allAccounts(store)).toEqual(all);
    const page = async (after: AccountRecord | undefined, most: number) =>
      (await store.operator.accounts.page({ most, ...(after && { after }) })).map(
        ({ account }) => account,
      );
    expect(await page(undefined, 1)).toEqual(all.slice(0, 1));
    expect(await page(all[0], 1)).toEqual(all.slice(1, 2));
    expect(await page(all[1], 9)).toEqual(all.slice(2));
    expect(await page(all[2], 9)).toEqual([]);
    // Also behind one that is gone by now.
    await store.of(all[1]?.id ?? newAccountId()).remove();
    expect(await page(all[1], 9)).toEqual(all.slice(2));
  });

  test('how many cameras and linkings each has is listed with it', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount({ createdAt: noon + 1 })];
    for (const account of [birch, harbour]) await store.operator.accounts.add(account);
    const camera = sampleCamera();
    await store.operator.map.addCamera(camera, sampleEntry(birch.id), nowhere);
    await store.operator.map.addCamera(sampleCamera(), sampleEntry(birch.id), nowhere);
    await store.operator.map.addEntry(camera.camera, sampleEntry(harbour.id, { role: 'viewer' }));
    const [grant, over] = [sampleGrant(birch.id), sampleGrant(birch.id)];
    for (const one of [grant, over]) await store.of(one.account).addGrant(one, sampleCode(one));
    await store.of(over.account).revokeGrant(over.id);
    expect(await store.operator.accounts.page({ most: 9 })).toEqual([
      { account: birch, entries: 2, grants: 1 },
      { account: harbour, entries: 1, grants: 0 },
    ]);
  });

  test('of several ids those are found that there are', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount()];
    for (const account of [birch, harbour]) await store.operator.accounts.add(account);
    const found = await store.operator.accounts.byIds([harbour.id, newAccountId(), birch.id]);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([birch, harbour]));
    expect(await store.operator.accounts.byIds([])).toEqual([]);
  });

  test('whether there is any account is known', async () => {
    expect(await store.operator.accounts.any()).toBe(false);
    await store.operator.accounts.add(sampleAccount());
    expect(await store.operator.accounts.any()).toBe(true);
  });
}
