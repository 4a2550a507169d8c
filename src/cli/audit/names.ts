/** Names beside ids: for accounts their e-mail, for devices what their account calls them. */
import type { AccountId, DeviceId } from '../../identity/ids.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import type { Data } from '../leaf.ts';

export interface Names {
  /** Returns undefined for an account that is gone. */
  readonly owner: (account: AccountId) => AccountRecord | undefined;
  /** Id and name; those that are gone are called removed. */
  readonly account: (account: AccountId) => string;
  readonly device: (device: DeviceId) => string;
  /** For `--json`: those that are known. */
  readonly fields: (of: { readonly account: AccountId; readonly device: DeviceId }) => {
    readonly email?: string;
    readonly deviceName?: string;
  };
}

/** Returns the names as they are now: all accounts and devices are read once. */
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
    fields({ account, device }) {
      const email = owners.get(account)?.email;
      const deviceName = devices.get(device);
      return {
        ...(email !== undefined && { email }),
        ...(deviceName !== undefined && { deviceName }),
      };
    },
  };
}
