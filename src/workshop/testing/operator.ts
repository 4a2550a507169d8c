/** An operator beside a running bridge: another connection to the same store, as the commands have. */
import { newAccountId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { hashPassword } from '../../identity/password.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../../wall/operator/register.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';

export interface NewAccount {
  readonly account: AccountId;
  readonly email: string;
  readonly password: string;
  readonly device: DeviceId;
}

export interface Operator {
  readonly store: Store;
  readonly register: Register;
  /** A new account with one camera. */
  settle(name: string, rtsp: string): Promise<NewAccount>;
  close(): Promise<void>;
}

/** Opens the store in `dataDir`. */
export function openOperator(dataDir: string): Operator {
  const { keys, database } = dataFolder(dataDir);
  // A database without keys gets none any more.
  openKeyRing(keys);
  return operatorOn(openSqlite({ file: database }), dataDir);
}

/** Works on a store whose keys lie in `dataDir`. */
export function operatorOn(store: Store, dataDir: string): Operator {
  const ring = openKeyRing(dataFolder(dataDir).keys);
  const register = createRegister(store, ring, noNames, streamForm);
  return {
    store,
    register,
    async settle(name, rtsp) {
      const account = newAccountId();
      const email = `${name}@example.net`;
      const password = `password of ${name}`;
      const passwordHash = await hashPassword(password);
      await store.operator.accounts.add({
        id: account,
        name,
        email,
        passwordHash,
        createdAt: Date.now(),
      });
      const device = await register.addCamera({
        owner: account,
        name: 'Front door',
        nicknames: [],
        kind: 'camera',
        source: { stream: rtsp, transport: 'tcp', alwaysWarm: false },
      });
      return { account, email, password, device };
    },
    close: () => store.close(),
  };
}
