/** Data folders with as many accounts as are wanted, made at once. */
import { createAccessTokens } from '../../identity/access-token.ts';
import { newAccountId, newGrantId, type AccountId, type GrantId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../wall/operator/register.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { writeInBulk } from '../../storage/sqlite/bulk.ts';
import type { Store } from '../../storage/store.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { Asker } from './intents.ts';

/** One kind of accounts. */
export interface Settlement {
  readonly accounts: number;
  readonly camerasEach: number;
  /** Where the first camera of an account is reached; the others are never opened. */
  readonly rtsp: (account: number) => string;
  /** Where its other cameras are; nowhere if this is left out. */
  readonly others?: (camera: number) => string;
  /** The hash of everybody's password; nobody knows a password if this is left out. */
  readonly passwordHash?: string;
}

/** An account in the map. */
export interface Settled {
  readonly account: AccountId;
  readonly grant: GrantId;
  /** Its first camera; empty if it has none. */
  readonly device: string;
  readonly devices: readonly string[];
  readonly email: string;
}

export const publicUrl = 'https://bench.example.net';
const client = 'bench-google';

/** What the bridge reads from its environment, for a data folder. */
export function environmentOf(folder: string): Record<string, string> {
  return {
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl,
    GOOGLE_PROJECT_ID: 'casement-bench',
    OAUTH_CLIENT_ID: client,
    OAUTH_CLIENT_SECRET: 'of-no-use-here-but-long-enough',
    // Its public URL leads nowhere.
    TRIPWIRE: 'off',
    // Cameras are opened once and stay warm, whatever is measured meanwhile.
    CAMERA_LINGER_SECONDS: '3600',
    STREAM_OPEN_SECONDS: '600',
  };
}

/**
 * Settles accounts, each with a linking; returns all of them, kind by kind. `told` is called with how many
 * there are by now.
 */
export async function settle(
  folder: string,
  kinds: readonly Settlement[],
  told: (accounts: number) => void = () => undefined,
): Promise<readonly (readonly Settled[])[]> {
  const { database, keys } = dataFolder(folder);
  const ring = openKeyRing(keys);
  let settled: readonly (readonly Settled[])[] = [];
  await writeInBulk(database, async (store) => {
    settled = await settleIn(store, ring, kinds, told);
  });
  return settled;
}

/** Does the same in a store that is open, of whatever engine, one operation after the other. */
export async function settleIn(
  store: Omit<Store, 'close'>,
  ring: KeyRing,
  kinds: readonly Settlement[],
  told: (accounts: number) => void = () => undefined,
): Promise<readonly (readonly Settled[])[]> {
  const settled: Settled[][] = [];
  const register = createRegister(store, ring, noNames, streamForm);

  async function settleOne(kind: Settlement, at: number): Promise<Settled> {
    const { camerasEach, rtsp, others, passwordHash = '-' } = kind;
    const account = newAccountId();
    const grant = newGrantId();
    const createdAt = Date.now();
    const name = `Household ${at}`;
    const email = `${account.toLowerCase()}@example.net`;
    await store.operator.accounts.add({ id: account, name, email, passwordHash, createdAt });
    await store
      .of(account)
      .addGrant(
        { id: grant, client, scope: '', createdAt },
        { hash: `code of ${grant}`, redirectUri: `${publicUrl}/`, expiresAt: createdAt },
      );
    const devices: string[] = [];
    const elsewhere = (camera: number): string =>
      others === undefined ? `rtsp://camera-${camera}.invalid/` : `${others(camera)}?of=${account}`;
    for (let camera = 0; camera < camerasEach; camera += 1) {
      const device = await register.addCamera({
        owner: account,
        name: `Camera ${camera}`,
        room: 'Entrance',
        nicknames: [],
        kind: 'camera',
        manufacturer: 'Lattice',
        model: 'Lattice View',
        swVersion: '1.0',
        source: {
          // A channel of its own: a camera has one owner.
          stream: camera === 0 ? `${rtsp(at)}?of=${account}` : elsewhere(camera),
          transport: 'tcp',
          alwaysWarm: false,
        },
      });
      devices.push(device);
    }
    return { account, grant, device: devices[0] ?? '', devices, email };
  }

  for (const kind of kinds) {
    const ofKind: Settled[] = [];
    settled.push(ofKind);
    for (let at = 0; at < kind.accounts; at += 1) {
      ofKind.push(await settleOne(kind, at));
      if (at % 1000 === 999) told(at + 1);
    }
  }
  return settled;
}

export type SettledAsker = Asker & Pick<Settled, 'devices' | 'email'>;

/** The accounts that ask, with their tokens. */
export function askersOf(folder: string, settled: readonly Settled[]): readonly SettledAsker[] {
  const ring = openKeyRing(dataFolder(folder).keys);
  const issuer = publicUrl;
  const tokens = createAccessTokens({ ring, issuer, lifetimeSeconds: 3600, now: Date.now });
  return settled.map(({ account, grant, device, devices, email }) => ({
    account,
    device,
    devices,
    email,
    token: tokens.issue(account, grant),
  }));
}
