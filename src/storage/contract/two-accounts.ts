/** A shelf with two accounts on it, and linkings of theirs. */
import type { AccountId } from '../../identity/ids.ts';
import type { GrantRecord } from '../grants.ts';
import type { Store } from '../store.ts';
import { sampleAccount, sampleCode, sampleGrant, type MakeShelf, type Shelf } from './shelf.ts';

export interface TwoAccounts {
  readonly shelf: Shelf;
  readonly store: Store;
  readonly birch: AccountId;
  readonly harbour: AccountId;
}

/** Opens a store by the clock `now` on a new shelf of `make`. The caller disposes of the shelf. */
export async function openTwoAccounts(make: MakeShelf, now: () => number): Promise<TwoAccounts> {
  const shelf = await make();
  const store = await shelf.open(now);
  const [birch, harbour] = [sampleAccount({ name: 'Birch' }), sampleAccount({ name: 'Harbour' })];
  for (const account of [birch, harbour]) await store.operator.accounts.add(account);
  return { shelf, store, birch: birch.id, harbour: harbour.id };
}

/** Links an account, with a refresh token of the hash `token`. */
export async function addLinking(
  store: Store,
  account: AccountId,
  token: string,
): Promise<GrantRecord> {
  const grant = sampleGrant(account);
  const own = store.of(account);
  await own.addGrant(grant, sampleCode(grant));
  await own.addRefreshToken(token, grant.id);
  return grant;
}
