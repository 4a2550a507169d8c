/** The linkings of a client, whoever’s, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AccountId } from '../../identity/ids.ts';
import type { Store } from '../store.ts';
import { noon, sampleCode, sampleGrant, type MakeShelf, type Shelf } from './shelf.ts';
import { addLinking, openTwoAccounts } from './two-accounts.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function clientsContract(make: MakeShelf): void {
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

  test('revoking all of a client leaves the other clients', async () => {
    const display = async (account: AccountId, redirectUri: string) => {
      const grant = { ...sampleGrant(account), client: 'display' };
      await store.of(grant.account).addGrant(grant, sampleCode(grant, { redirectUri }));
      return grant;
    };
    const other = await linked(birch, 'one');
    const [here, there] = ['https://a.example/here', 'https://a.example/there'];
    await display(birch, here);
    const kept = await display(harbour, there);
    expect(await store.operator.grants.revokeClient('display', here)).toBe(1);
    expect(await store.of(birch).grants()).toEqual([other]);
    expect(await store.of(harbour).grants()).toEqual([kept]);
    expect(await store.operator.grants.revokeClient('display')).toBe(1);
    expect(await store.operator.grants.revokeClient('display')).toBe(0);
    expect(await store.of(harbour).grants()).toEqual([]);
    expect(await store.of(birch).grants()).toEqual([other]);
  });
}
