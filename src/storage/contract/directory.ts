/** Who somebody is, by a code or a token, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newGrantId, type AccountId } from '../../identity/ids.ts';
import type { Store } from '../store.ts';
import { noon, sampleCode, sampleGrant, type MakeShelf, type Shelf } from './shelf.ts';
import { addLinking, openTwoAccounts } from './two-accounts.ts';

const day = 86_400_000;

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function directoryContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let clock: number;
  let birch: AccountId;
  let harbour: AccountId;

  beforeEach(async () => {
    clock = noon;
    ({ shelf, store, birch, harbour } = await openTwoAccounts(make, () => clock));
  });
  afterEach(() => shelf.dispose());

  const linked = (account: AccountId, token: string) => addLinking(store, account, token);

  test('a code speaks for the account of its grant, whatever it was handed over with', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant, { account: harbour });
    await store.of(grant.account).addGrant(grant, code);
    expect((await store.directory.code(code.hash))?.account).toBe(birch);
  });

  test('a code is spent once, and every later time is a replay', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant);
    await store.of(grant.account).addGrant(grant, code);
    expect(await store.directory.spendCode(code.hash)).toEqual({ outcome: 'spent', code });
    expect(await store.directory.spendCode(code.hash)).toEqual({ outcome: 'replayed', code });
    await store.of(grant.account).revokeGrant(grant.id);
    clock = noon + 20 * day;
    expect(await store.directory.spendCode(code.hash)).toEqual({ outcome: 'replayed', code });
    expect(await store.directory.spendCode('another')).toEqual({ outcome: 'unknown' });
  });

  test('a code dies unspent with its grant', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant);
    await store.of(grant.account).addGrant(grant, code);
    await store.of(grant.account).revokeGrant(grant.id);
    expect(await store.directory.code(code.hash)).toBeUndefined();
    expect(await store.directory.spendCode(code.hash)).toEqual({ outcome: 'unknown' });
  });

  test('a refresh token finds its grant until that is revoked', async () => {
    const grant = await linked(birch, 'token');
    await store.of(grant.account).addRefreshToken('second', grant.id);
    expect(await store.directory.byRefreshToken('token')).toEqual(grant);
    expect(await store.directory.byRefreshToken('second')).toEqual(grant);
    expect(await store.directory.byRefreshToken('another')).toBeUndefined();
    expect(await store.of(grant.account).revokeGrant(grant.id)).toBe(true);
    expect(await store.directory.byRefreshToken('token')).toBeUndefined();
    expect(await store.of(grant.account).grant(grant.id)).toBeUndefined();
    expect(await store.of(grant.account).revokeGrant(grant.id)).toBe(false);
    expect(await store.of(birch).revokeGrant(newGrantId())).toBe(false);
  });

  test('a token that comes after the revocation opens nothing', async () => {
    const grant = await linked(birch, 'token');
    await store.of(grant.account).revokeGrant(grant.id);
    await store.of(grant.account).addRefreshToken('late', grant.id);
    expect(await store.directory.byRefreshToken('late')).toBeUndefined();
  });
}
