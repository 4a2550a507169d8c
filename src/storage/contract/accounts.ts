/** Accounts and sign-ins, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId } from '../../identity/ids.ts';
import { type AccountRecord, maxSignIns } from '../accounts.ts';
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
import { allAccounts, allEntries } from './whole.ts';

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
    await store.accounts.add(birch);
    expect(await store.accounts.byId(birch.id)).toEqual(birch);
    expect(await store.accounts.byEmail(birch.email)).toEqual(birch);
    expect(await store.accounts.byId(newAccountId())).toBeUndefined();
    expect(await store.accounts.byEmail('nobody@example.org')).toBeUndefined();
  });

  test('an e-mail address belongs to one account only', async () => {
    const birch = sampleAccount();
    await store.accounts.add(birch);
    await expect(store.accounts.add(sampleAccount({ email: birch.email }))).rejects.toMatchObject({
      code: 'bad-request',
      message: 'an account with this e-mail address exists already',
    });
    expect(await allAccounts(store)).toEqual([birch]);
  });

  test('of the sign-ins of an account the newest fifty are kept, and others are not counted', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount()];
    for (const account of [birch, harbour]) await store.accounts.add(account);
    const theirs = { account: harbour.id, expiresAt: noon + 1 };
    await store.accounts.addSignIn('theirs', theirs);
    for (let n = 0; n <= maxSignIns; n += 1) {
      await store.accounts.addSignIn(`mine ${n}`, { account: birch.id, expiresAt: noon + 10 + n });
    }
    expect(await store.accounts.signIn('mine 0')).toBeUndefined();
    expect(await store.accounts.signIn('mine 1')).toBeDefined();
    expect(await store.accounts.signIn('theirs')).toEqual(theirs);
  });

  test('an address that looks like another is refused unless it is meant', async () => {
    const email = 'jose@example.org';
    const jose = sampleAccount({ email });
    await store.accounts.add(jose);
    for (const alike of ['j\u043ese@example.org', 'j0se@example.org', 'jose\u200b@example.org']) {
      const other = sampleAccount({ email: alike });
      await expect(store.accounts.add(other)).rejects.toMatchObject({
        code: 'bad-request',
        message: 'this e-mail address looks like that of another account',
      });
      expect(await store.accounts.alike(alike)).toEqual(jose);
      await store.accounts.add(other, { lookAlike: true });
      expect(await store.accounts.byEmail(alike)).toEqual(other);
    }
    await expect(
      store.accounts.add(sampleAccount({ email }), { lookAlike: true }),
    ).rejects.toMatchObject({ code: 'bad-request' });
    expect(await store.accounts.alike('josef@example.org')).toBeUndefined();
    await store.accounts.add(sampleAccount({ email: 'josef@example.org' }));
  });

  test('accounts are listed oldest first, of one age by their ids, in pages that leave none out', async () => {
    expect(await store.accounts.page({ most: 2 })).toEqual([]);
    const twins = [sampleAccount({ createdAt: noon + 1 }), sampleAccount({ createdAt: noon + 1 })];
    const old = sampleAccount();
    for (const account of [...twins, old]) await store.accounts.add(account);
    const all = [old, ...twins.toSorted((a, b) => (a.id < b.id ? -1 : 1))];
    expect(await allAccounts(store)).toEqual(all);
    const page = async (after: AccountRecord | undefined, most: number) =>
      (await store.accounts.page({ most, ...(after && { after }) })).map(({ account }) => account);
    expect(await page(undefined, 1)).toEqual(all.slice(0, 1));
    expect(await page(all[0], 1)).toEqual(all.slice(1, 2));
    expect(await page(all[1], 9)).toEqual(all.slice(2));
    expect(await page(all[2], 9)).toEqual([]);
    // Also behind one that is gone by now.
    await store.accounts.remove(all[1]?.id ?? newAccountId());
    expect(await page(all[1], 9)).toEqual(all.slice(2));
  });

  test('how many cameras and linkings each has is listed with it', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount({ createdAt: noon + 1 })];
    for (const account of [birch, harbour]) await store.accounts.add(account);
    const camera = sampleCamera();
    await store.map.addCamera(camera, sampleEntry(birch.id), nowhere);
    await store.map.addCamera(sampleCamera(), sampleEntry(birch.id), nowhere);
    await store.map.addEntry(camera.camera, sampleEntry(harbour.id, { role: 'viewer' }));
    const [grant, over] = [sampleGrant(birch.id), sampleGrant(birch.id)];
    for (const one of [grant, over]) await store.grants.addWithCode(one, sampleCode(one));
    await store.grants.revoke(over.id);
    expect(await store.accounts.page({ most: 9 })).toEqual([
      { account: birch, entries: 2, grants: 1 },
      { account: harbour, entries: 1, grants: 0 },
    ]);
  });

  test('of several ids those are found that there are', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount()];
    for (const account of [birch, harbour]) await store.accounts.add(account);
    const found = await store.accounts.byIds([harbour.id, newAccountId(), birch.id]);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([birch, harbour]));
    expect(await store.accounts.byIds([])).toEqual([]);
  });

  test('whether there is any account is known', async () => {
    expect(await store.accounts.any()).toBe(false);
    await store.accounts.add(sampleAccount());
    expect(await store.accounts.any()).toBe(true);
  });

  test('a new password ends the sign-ins and grants of that account and of no other', async () => {
    const birch = sampleAccount();
    const harbour = sampleAccount();
    const grants = new Map([birch, harbour].map((a) => [a, sampleGrant(a.id)] as const));
    for (const [account, grant] of grants) {
      await store.accounts.add(account);
      await store.grants.addWithCode(grant, sampleCode(grant));
      await store.accounts.addSignIn(account.id, { account: account.id, expiresAt: noon + 1 });
    }
    await store.accounts.setPassword(birch.id, '$argon2id$new');
    expect((await store.accounts.byId(birch.id))?.passwordHash).toBe('$argon2id$new');
    expect(await store.accounts.signIn(birch.id)).toBeUndefined();
    expect(await store.grants.of(birch.id)).toEqual([]);
    expect(await store.accounts.byId(harbour.id)).toEqual(harbour);
    expect(await store.accounts.signIn(harbour.id)).toBeDefined();
    expect(await store.grants.of(harbour.id)).toEqual([grants.get(harbour)]);
  });

  test('the password of nobody cannot be changed', async () => {
    await expect(store.accounts.setPassword(newAccountId(), 'x')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('an account goes with its grants, sign-ins, entries, and the cameras it owns', async () => {
    const birch = sampleAccount();
    const harbour = sampleAccount();
    await store.accounts.add(birch);
    await store.accounts.add(harbour);
    const owned = sampleCamera();
    const borrowed = sampleCamera();
    await store.map.addCamera(owned, sampleEntry(birch.id), nowhere);
    await store.map.addEntry(owned.camera, sampleEntry(harbour.id, { role: 'viewer' }));
    const kept = sampleEntry(harbour.id);
    await store.map.addCamera(borrowed, kept, nowhere);
    await store.map.addEntry(borrowed.camera, sampleEntry(birch.id, { role: 'viewer' }));
    const grant = sampleGrant(birch.id);
    const code = sampleCode(grant);
    await store.grants.addWithCode(grant, code);
    await store.grants.addRefreshToken('token', grant.id);
    await store.accounts.addSignIn('cookie', { account: birch.id, expiresAt: noon + 1 });

    expect(await store.accounts.remove(birch.id)).toBe(true);

    expect(await store.accounts.byId(birch.id)).toBeUndefined();
    expect(await store.accounts.signIn('cookie')).toBeUndefined();
    expect(await store.grants.byId(grant.id)).toBeUndefined();
    expect(await store.grants.byRefreshToken('token')).toBeUndefined();
    expect(await store.grants.spendCode(code.hash)).toEqual({ outcome: 'unknown' });
    expect(await store.standing(birch.id, undefined)).toBe(false);
    expect(await allEntries(store)).toEqual([
      { ...borrowed, ...kept, opening: 1, began: expect.any(Number) },
    ]);
    expect(await store.accounts.remove(birch.id)).toBe(false);
  });

  test('a sign-in is kept under its hash until it is removed', async () => {
    const birch = sampleAccount();
    await store.accounts.add(birch);
    const signIn = { account: birch.id, expiresAt: noon + 1 };
    await store.accounts.addSignIn('cookie', signIn);
    expect(await store.accounts.signIn('cookie')).toEqual(signIn);
    await store.accounts.removeSignIn('cookie');
    expect(await store.accounts.signIn('cookie')).toBeUndefined();
  });

  test('an expired sign-in is swept out when the next one comes, whoever’s', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount()];
    for (const account of [birch, harbour]) await store.accounts.add(account);
    await store.accounts.addSignIn('old', { account: birch.id, expiresAt: noon + 1 });
    await store.accounts.addSignIn('theirs', { account: harbour.id, expiresAt: noon + 1 });
    await store.accounts.addSignIn('long', { account: birch.id, expiresAt: noon + 2 });
    clock = noon + 1;
    await store.accounts.addSignIn('new', { account: birch.id, expiresAt: noon + 3 });
    expect(await store.accounts.signIn('old')).toBeUndefined();
    expect(await store.accounts.signIn('theirs')).toBeUndefined();
    expect(await store.accounts.signIn('long')).toBeDefined();
    expect(await store.accounts.signIn('new')).toBeDefined();
  });

  test('a sign-in is not swept out by a clock that is ahead of the time that has certainly come', async () => {
    const birch = sampleAccount();
    const careful = await shelf.open(
      () => clock,
      () => noon,
    );
    await careful.accounts.add(birch);
    await careful.accounts.addSignIn('old', { account: birch.id, expiresAt: noon + 1 });
    clock = noon + 100 * 86_400_000;
    await careful.accounts.addSignIn('new', { account: birch.id, expiresAt: clock + 1 });
    expect(await careful.accounts.signIn('old')).toBeDefined();
  });
}
