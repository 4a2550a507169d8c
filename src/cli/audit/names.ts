/** Names beside ids: of accounts their e-mail, of devices what their account calls them. */
import type { AccountId, DeviceId } from '../../identity/ids.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import type { Data } from '../leaf.ts';

export interface Names {
  /** Undefined for an account that is gone. */
  readonly owner: (account: AccountId) => AccountRecord | undefined;
  /** Id and name; those that are gone are said to be removed. */
  readonly account: (account: AccountId) => string;
  readonly device: (device: DeviceId) => string;
}

export async function readNames({
  store,
  register,
}: Pick<Data, 'store' | 'register'>): Promise<Names> {
  const owners = new Map((await store.accounts.list()).map((account) => [account.id, account]));
  const devices = new Map((await register.list()).map(({ device, name }) => [device, name]));
  return {
    owner: (account) => owners.get(account),
    account: (account) => `${account} (${owners.get(account)?.email ?? 'removed'})`,
    device: (device) => `${device} (${devices.get(device) ?? 'removed'})`,
  };
}
