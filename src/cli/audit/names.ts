/** Names beside ids: for accounts their e-mail, for devices what their account calls them. */
import type { AccountId, DeviceId } from '../../identity/ids.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import { partsOf } from '../../storage/page.ts';
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

/** Whose names are wanted. */
export interface Named {
  readonly accounts: Iterable<AccountId>;
  readonly devices: Iterable<DeviceId>;
}

/** Returns the names of these as they are now. */
export async function readNames(
  { store, register }: Pick<Data, 'store' | 'register'>,
  named: Named,
): Promise<Names> {
  const owners = new Map<AccountId, AccountRecord>();
  for (const part of partsOf([...new Set(named.accounts)])) {
    for (const account of await store.operator.accounts.byIds(part))
      owners.set(account.id, account);
  }
  const devices = new Map<DeviceId, string>();
  for (const part of partsOf([...new Set(named.devices)])) {
    for (const { device, name } of await register.devices(part)) devices.set(device, name);
  }
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
