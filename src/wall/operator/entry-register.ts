/** Whose a camera is, who else sees it, and what each of them calls it. */
import { Failure } from '../../common/failures.ts';
import { newDeviceId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import type { MappedDevice, Naming } from '../../storage/device-map.ts';
import type { Page } from '../../storage/page.ts';
import type { OperatorStore, Store } from '../../storage/store.ts';
import { readNaming } from '../partitions/camera-form.ts';
import { findEntry, type RegisteredDevice, shown, shownAll, unknown } from './entry.ts';

export interface Transferred {
  readonly from: AccountId | undefined;
  readonly to: AccountId;
  /** The new owner's device id; every older id of the camera is gone for good. */
  readonly device: DeviceId;
  readonly epoch: number;
}

export interface EntryRegister {
  /** One account's entries, oldest first. */
  list(account: AccountId): Promise<readonly RegisteredDevice[]>;
  /**
   * A page of the entries of all accounts, or of one, oldest first.
   * @throws Failure `not-found` if `after` is the device id of none of them.
   */
  page(page: Page<DeviceId>, account?: AccountId): Promise<readonly RegisteredDevice[]>;
  /** Those of these device ids that there are, oldest first. */
  devices(devices: readonly DeviceId[]): Promise<readonly RegisteredDevice[]>;
  /** The entry of one device id. */
  device(device: DeviceId): Promise<RegisteredDevice>;
  /** Lets one more account see a camera, under the owner's name for it unless named otherwise. */
  share(device: DeviceId, viewer: AccountId, naming?: Partial<Naming>): Promise<DeviceId>;
  /** Ends what `share` began. The owner's own entry cannot be ended so. */
  unshare(device: DeviceId, viewer: AccountId): Promise<void>;
  /** Hands a camera over: nobody but the new owner sees it any more, under a new device id. */
  transfer(device: DeviceId, to: AccountId, naming?: Partial<Naming>): Promise<Transferred>;
  /** Takes a camera from everybody. */
  remove(device: DeviceId): Promise<void>;
  /**
   * Changes what the one account with this device id calls the camera; what is left out stays, an
   * empty room takes the hint away.
   */
  rename(device: DeviceId, naming: Partial<Naming>): Promise<void>;
}

/** Returns a page of one account's entries, which are few. @throws Failure `not-found` */
function behind(
  entries: readonly MappedDevice[],
  { after, most }: Page<DeviceId>,
): readonly MappedDevice[] {
  const at = after === undefined ? 0 : entries.findIndex(({ device }) => device === after) + 1;
  if (after !== undefined && at === 0) throw unknown(after);
  return entries.slice(at, at + most);
}

/** Returns the register; all that take a device id throw Failure `not-found` if no camera has it. */
export function createEntryRegister(
  store: Pick<Store, 'of'> & OperatorStore<'map'>,
): EntryRegister {
  const { map } = store.operator;
  return {
    list: async (account) => shownAll(store, await store.of(account).entries()),

    async page(page, account) {
      if (account !== undefined)
        return shownAll(store, behind(await store.of(account).entries(), page));
      const { after } = page;
      if (after !== undefined && (await map.ofDevice(after)) === undefined) throw unknown(after);
      return shownAll(store, await map.page(page));
    },

    devices: async (devices) => shownAll(store, await map.ofDevices(devices)),

    async device(device) {
      const { entry, owner } = await findEntry(store, device);
      return shown(entry, owner?.device);
    },

    async share(device, viewer, naming = {}) {
      const { entry, owner = entry } = await findEntry(store, device);
      const shared = newDeviceId();
      const called = readNaming({ name: owner.name, nicknames: [], ...naming });
      const viewing = { ...called, account: viewer, device: shared, role: 'viewer' } as const;
      await map.addEntry(entry.camera, viewing, entry.epoch);
      return shared;
    },

    async unshare(device, viewer) {
      const { entry } = await findEntry(store, device);
      const theirs = (await map.entriesOf(entry.camera)).find(({ account }) => account === viewer);
      if (theirs === undefined) {
        throw new Failure('not-found', 'this camera is not shared with that account');
      }
      if (theirs.role === 'owner') {
        throw new Failure('bad-request', 'that account owns this camera: transfer or remove it');
      }
      await store.of(viewer).removeEntry(theirs.device);
    },

    async transfer(device, to, naming = {}) {
      const { entry, owner } = await findEntry(store, device);
      if (owner?.account === to) {
        throw new Failure('bad-request', 'that account owns this camera already');
      }
      const next = newDeviceId();
      const called = readNaming({ name: (owner ?? entry).name, nicknames: [], ...naming });
      const heir = { ...called, account: to, device: next, role: 'owner' } as const;
      const epoch = await map.transfer(entry.camera, heir, entry.epoch);
      return { from: owner?.account, to, device: next, epoch };
    },

    async remove(device) {
      const { entry } = await findEntry(store, device);
      if (!(await map.removeCamera(entry.camera, entry.epoch))) throw unknown(device);
    },

    async rename(device, naming) {
      const { entry } = await findEntry(store, device);
      const { name, room, nicknames } = { ...entry, ...naming };
      const called = readNaming({ name, ...(room && { room }), nicknames });
      await store.of(entry.account).rename(device, called);
    },
  };
}
