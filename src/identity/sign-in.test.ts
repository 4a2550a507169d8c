import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openTestHouse, type TestHouse, type TestAccount } from '../workshop/testing/test-house.ts';
import { isGenuine } from './proof.ts';
import { hashSecret, newSecret } from './secret.ts';
import { createSignIns, type SignIns } from './sign-in.ts';

const lifetimeMs = 60_000;
const refused = { code: 'unauthenticated', message: 'please sign in' };
let house: TestHouse;
let birch: TestAccount;
let signIns: SignIns;

beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  signIns = createSignIns(house.store, lifetimeMs, () => house.time.wall);
});
afterEach(() => house.close());

test('a cookie is worth a genuine proof of who signed in, and speaks for no linking', async () => {
  const proof = await signIns.verify(await signIns.start(birch.account));
  expect(isGenuine(proof)).toBe(true);
  const expiresAt = house.time.wall + lifetimeMs;
  expect(Object.fromEntries(Object.entries(proof))).toEqual({
    account: birch.account,
    by: 'sign-in',
    expiresAt,
  });
});

test('a cookie is kept as its hash alone', async () => {
  const cookie = await signIns.start(birch.account);
  expect(await house.store.directory.signIn(cookie)).toBeUndefined();
  expect(await house.store.directory.signIn(hashSecret(cookie))).toBeDefined();
});

test('a cookie is good for its time, to the millisecond', async () => {
  const cookie = await signIns.start(birch.account);
  house.time.wall += lifetimeMs - 1;
  await expect(signIns.verify(cookie)).resolves.toBeDefined();
  house.time.wall += 1;
  await expect(signIns.verify(cookie)).rejects.toMatchObject(refused);
});

test('a cookie that nobody was given, or that was given back, is refused', async () => {
  const [kept, ended] = [await signIns.start(birch.account), await signIns.start(birch.account)];
  await signIns.end(ended);
  for (const cookie of ['', newSecret(), hashSecret(kept), ended]) {
    await expect(signIns.verify(cookie)).rejects.toMatchObject(refused);
  }
  await expect(signIns.verify(kept)).resolves.toBeDefined();
});
