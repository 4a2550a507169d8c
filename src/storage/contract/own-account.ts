/** An account itself, its password and its sign-ins, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId } from '../../identity/ids.ts';
import { maxSignIns } from '../accounts.ts';
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
import { allEntries } from './whole.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function ownAccountContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let clock: number;

  beforeEach(async () => {
    clock = noon;
    shelf = await make();
    store = await shelf.open(() => clock);
  });
  afterEach(() => shelf.dispose());

  test('of the sign-ins of an account the newest fifty are kept, and others are not counted', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount()];
    for (const account of [birch, harbour]) await store.operator.accounts.add(account);
    const theirs = { account: harbour.id, expiresAt: noon + 1 };
    await store.of(theirs.account).addSignIn('theirs', theirs.expiresAt);
    for (let n = 0; n <= maxSignIns; n += 1) {
      await store.of(birch.id).addSignIn(`mine ${n}`, noon + 10 + n);
    }
    expect(await store.directory.signIn('mine 0')).toBeUndefined();
    expect(await store.directory.signIn('mine 1')).toBeDefined();
    expect(await store.directory.signIn('theirs')).toEqual(theirs);
  });

  test('a new password ends the sign-ins and grants of that account and of no other', async () => {
    const birch = sampleAccount();
    const harbour = sampleAccount();
    const grants = new Map([birch, harbour].map((a) => [a, sampleGrant(a.id)] as const));
    for (const [account, grant] of grants) {
      await store.operator.accounts.add(account);
      await store.of(grant.account).addGrant(grant, sampleCode(grant));
      await store.of(account.id).addSignIn(account.id, noon + 1);
    }
    await store.of(birch.id).setPassword('$argon2id$new');
    expect((await store.of(birch.id).record())?.passwordHash).toBe('$argon2id$new');
    expect(await store.directory.signIn(birch.id)).toBeUndefined();
    expect(await store.of(birch.id).grants()).toEqual([]);
    expect(await store.of(harbour.id).record()).toEqual(harbour);
    expect(await store.directory.signIn(harbour.id)).toBeDefined();
    expect(await store.of(harbour.id).grants()).toEqual([grants.get(harbour)]);
  });

  test('the password of nobody cannot be changed', async () => {
    await expect(store.of(newAccountId()).setPassword('x')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('an account goes with its grants, sign-ins, entries, and the cameras it owns', async () => {
    const birch = sampleAccount();
    const harbour = sampleAccount();
    await store.operator.accounts.add(birch);
    await store.operator.accounts.add(harbour);
    const owned = sampleCamera();
    const borrowed = sampleCamera();
    await store.operator.map.addCamera(owned, sampleEntry(birch.id), nowhere);
    await store.operator.map.addEntry(owned.camera, sampleEntry(harbour.id, { role: 'viewer' }));
    const kept = sampleEntry(harbour.id);
    await store.operator.map.addCamera(borrowed, kept, nowhere);
    await store.operator.map.addEntry(borrowed.camera, sampleEntry(birch.id, { role: 'viewer' }));
    const grant = sampleGrant(birch.id);
    const code = sampleCode(grant);
    await store.of(grant.account).addGrant(grant, code);
    await store.of(grant.account).addRefreshToken('token', grant.id);
    await store.of(birch.id).addSignIn('cookie', noon + 1);

    expect(await store.of(birch.id).remove()).toBe(true);

    expect(await store.of(birch.id).record()).toBeUndefined();
    expect(await store.directory.signIn('cookie')).toBeUndefined();
    expect(await store.of(grant.account).grant(grant.id)).toBeUndefined();
    expect(await store.directory.byRefreshToken('token')).toBeUndefined();
    expect(await store.directory.spendCode(code.hash)).toEqual({ outcome: 'unknown' });
    expect(await store.of(birch.id).standing(undefined)).toBe(false);
    expect(await allEntries(store)).toEqual([
      { ...borrowed, ...kept, opening: 1, began: expect.any(Number) },
    ]);
    expect(await store.of(birch.id).remove()).toBe(false);
  });

  test('a sign-in is kept under its hash until it is removed', async () => {
    const birch = sampleAccount();
    await store.operator.accounts.add(birch);
    const signIn = { account: birch.id, expiresAt: noon + 1 };
    await store.of(signIn.account).addSignIn('cookie', signIn.expiresAt);
    expect(await store.directory.signIn('cookie')).toEqual(signIn);
    await store.directory.removeSignIn('cookie');
    expect(await store.directory.signIn('cookie')).toBeUndefined();
  });

  test('an expired sign-in is swept out when the next one comes, whoever’s', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount()];
    for (const account of [birch, harbour]) await store.operator.accounts.add(account);
    await store.of(birch.id).addSignIn('old', noon + 1);
    await store.of(harbour.id).addSignIn('theirs', noon + 1);
    await store.of(birch.id).addSignIn('long', noon + 2);
    clock = noon + 1;
    await store.of(birch.id).addSignIn('new', noon + 3);
    expect(await store.directory.signIn('old')).toBeUndefined();
    expect(await store.directory.signIn('theirs')).toBeUndefined();
    expect(await store.directory.signIn('long')).toBeDefined();
    expect(await store.directory.signIn('new')).toBeDefined();
  });

  test('a sign-in is not swept out by a clock that is ahead of the time that has certainly come', async () => {
    const birch = sampleAccount();
    const careful = await shelf.open(
      () => clock,
      () => noon,
    );
    await careful.operator.accounts.add(birch);
    await careful.of(birch.id).addSignIn('old', noon + 1);
    clock = noon + 100 * 86_400_000;
    await careful.of(birch.id).addSignIn('new', clock + 1);
    expect(await careful.directory.signIn('old')).toBeDefined();
  });
}
