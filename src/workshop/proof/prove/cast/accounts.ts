/** The accounts of a run: alike in names, cameras and passwords; only the map tells them apart. */
import { newAccountId, type AccountId, DeviceId } from '../../../../identity/ids.ts';
import { openKeyRing } from '../../../../identity/keyring.ts';
import { hashPassword } from '../../../../identity/password.ts';
import { noNames } from '../../../../wall/partitions/claims.ts';
import { streamForm } from '../../../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../../../../wall/operator/register.ts';
import { dataFolder } from '../../../../storage/data-folder.ts';
import type { Store } from '../../../../storage/store.ts';
import type { Grant } from '../oracle/judge.ts';
import type { Ledger, Right } from '../oracle/ledger.ts';
import type { SourceSettings } from '../../../../wall/partitions/camera-address.ts';
import type { Fleet, FleetCamera, Place } from './fleet.ts';
import type { Installation } from './installation.ts';

export interface Account {
  /** E.g. `h17`; an account that was removed and made anew has another, under the same names. */
  readonly key: string;
  readonly id: AccountId;
  readonly email: string;
  /** Every linking it ever had, oldest first. */
  readonly grants: Grant[];
  /** Whether it was removed. */
  gone: boolean;
}

/** Returns the account's latest linking that is still good for asking, if it has one. */
export function goodGrant({ grants }: Account): Grant | undefined {
  return grants.findLast(({ endedAt, refused }) => endedAt === undefined && refused !== true);
}

/** Whether it has a linking, by all that prove knows. */
export function isLinked({ grants }: Account): boolean {
  return grants.at(-1) !== undefined && grants.at(-1)?.endedAt === undefined;
}

/** The same for every account. */
export const password = 'a window looks one way';

/** Every so many accounts something is shared, handed over, or there is a second camera. */
const every = { shared: 7, handedOver: 11, second: 3 } as const;

/** How many cameras `settle` may take for so many accounts. */
export function camerasFor(accounts: number): number {
  return accounts + Math.ceil(accounts / every.second);
}

const names = ['Front door', 'Garden'] as const;

/** Returns the model under which a camera is sold: one in four is of the smaller one. */
export function modelOf({ key }: Pick<FleetCamera, 'key'>): string {
  return Number(key.slice(1)) % 4 === 1 ? 'Lattice View Mini' : 'Lattice View';
}

/** Returns where a camera is reached, as the register takes it. */
export function sourceAt(place: Place, alwaysWarm = false): SourceSettings {
  const { rtsp, still, onvif, transport } = place;
  const others = { ...(still !== undefined && { still }), ...(onvif !== undefined && { onvif }) };
  return { stream: rtsp, ...others, transport, alwaysWarm };
}

/**
 * Registers a camera for its account; the ledger knows it from then on. `place` is where it is said
 * to be: elsewhere by slip.
 */
export async function placeCamera(
  register: Register,
  ledger: Ledger,
  account: Account,
  camera: FleetCamera,
  name: string,
  place: Place = camera,
  alwaysWarm = false,
): Promise<Right> {
  const right = ledger.give(account.key, camera.key);
  const device = await register.addCamera({
    owner: account.id,
    name,
    room: 'Entrance',
    nicknames: [],
    kind: 'camera',
    manufacturer: 'Lattice',
    model: modelOf(camera),
    swVersion: '1.0',
    source: sourceAt(place, alwaysWarm),
  });
  ledger.name(right, device);
  return right;
}

/** Adds an account that can sign in, without cameras. */
export async function addAccount(
  accounts: Store['operator']['accounts'],
  key: string,
  email: string,
  passwordHash: string,
): Promise<Account> {
  const id = newAccountId();
  await accounts.add({ id, name: 'Window', email, passwordHash, createdAt: Date.now() });
  return { key, id, email, grants: [], gone: false };
}

/** Settles `count` accounts in a data folder of their own, on SQLite all in one transaction. */
export async function settle(
  folder: string,
  installation: Installation,
  count: number,
  fleet: Fleet,
  ledger: Ledger,
): Promise<Account[]> {
  const { keys } = dataFolder(folder);
  const ring = openKeyRing(keys);
  // One hash for all: it is the same password, and making a thousand takes half a minute.
  const hash = await hashPassword(password);
  const accounts: Account[] = [];
  await installation.fill(async (store) => {
    const register = createRegister(store, ring, noNames, streamForm);
    const owned: Right[] = [];
    for (let at = 0; at < count; at += 1) {
      const account = await addAccount(
        store.operator.accounts,
        `h${at}`,
        `window.${at}@example.net`,
        hash,
      );
      accounts.push(account);
      const cameras = at % every.second === 0 ? names : names.slice(0, 1);
      for (const name of cameras) {
        const camera = fleet.take(account.key);
        owned.push(await placeCamera(register, ledger, account, camera, name));
      }
    }
    for (const [at, right] of owned.entries()) {
      const next = accounts[(at + 1) % count];
      if (next === undefined || next.key === right.account || right.device === undefined) continue;
      const device = DeviceId(right.device);
      if (at % every.shared === 0) {
        const shared = ledger.give(next.key, right.camera, right);
        ledger.name(shared, await register.share(device, next.id));
      } else if (at % every.handedOver === 0) {
        const heir = ledger.give(next.key, right.camera);
        ledger.name(heir, (await register.transfer(device, next.id)).device);
        ledger.take(right);
        const camera = fleet.taken.find(({ key }) => key === right.camera);
        if (camera !== undefined) camera.owner = next.key;
      }
    }
  });
  return accounts;
}
