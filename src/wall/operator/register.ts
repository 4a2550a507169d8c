/**
 * The operator's door to the account-to-device map: the commands and the demo's seeding use it. No
 * request path does, so this is the one place where an account id is a parameter.
 */
import { Failure } from '../../common/failures.ts';
import { newCameraId, newDeviceId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { MappedDevice, Naming, SourceChange } from '../../storage/device-map.ts';
import type { PinnedLine } from '../../storage/pins.ts';
import type { Conflict } from '../../storage/places.ts';
import type { Store } from '../../storage/store.ts';
import {
  type CameraAddress,
  connectionsOf,
  type SourceSettings,
} from '../partitions/camera-address.ts';
import { readFacts, readNaming, readSource, type CameraFacts } from '../partitions/camera-form.ts';
import { keepTrust, readKey } from '../partitions/camera-trust.ts';
import { createClaims, type Resolve } from '../partitions/claims.ts';
import { placeOlderRows } from '../partitions/older-rows.ts';
import { isSameStream } from '../partitions/place.ts';
import { openSource, sealSource } from '../partitions/sealed-source.ts';
import type { StreamForm } from '../partitions/stream-form.ts';
import { swapped, type Exchange } from './swap.ts';

export type { Conflict, Naming };

/** An entry of the map without the camera's address and without its inner id. */
export type RegisteredDevice = Omit<
  MappedDevice,
  'camera' | 'sealedSource' | 'opening' | 'began'
> & {
  /** The owner's device id: the same for all entries of one camera. */
  readonly ownerDevice: DeviceId | undefined;
};

export interface NewCamera extends Naming, CameraFacts {
  readonly owner: AccountId;
  readonly source: SourceSettings;
}

/** What an operator adds to where a camera is reached. */
export interface SourceTerms {
  /**
   * Rows of other owners that lead to the same place are removed, whatever they show ends, and both
   * are written down. For a host name that gives no address yet the word is kept until it does.
   */
  readonly takeOver?: boolean;
  /** How many connections it takes at a time; what is known of that stays where this is left out. */
  readonly connections?: 'one' | 'many';
}

export interface Transferred {
  readonly from: AccountId | undefined;
  readonly to: AccountId;
  /** The new owner's device id; every older id of the camera is gone for good. */
  readonly device: DeviceId;
  readonly epoch: number;
}

/**
 * Where a camera is named, any account's device id of it will do. It is meant in the ownership it has
 * then: handed over meanwhile, it is `not-found`.
 */
export interface Register {
  /**
   * A new camera of `owner`; returns the owner's device id.
   * @throws Failure `bad-request`, naming its device id, when another account has the same camera.
   */
  addCamera(camera: NewCamera, terms?: SourceTerms): Promise<DeviceId>;
  /**
   * The camera of `owner` whose stream has this URL, whoever logs in; none where there is none. Host names
   * are compared as they are written: it is for a command that was given twice.
   */
  withStream(owner: AccountId, source: SourceSettings): Promise<RegisteredDevice | undefined>;
  /** Every entry, or one account's, oldest first. */
  list(account?: AccountId): Promise<readonly RegisteredDevice[]>;
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
  /** Where the cameras are that are kept open when nobody watches. */
  warm(): Promise<readonly CameraAddress[]>;
  /** Whether a camera is still in that ownership, to be opened as it was then. */
  stands(address: Pick<CameraAddress, 'stamp' | 'opening'>): Promise<boolean>;
  /** Where one camera is, for a connection to it now. */
  address(device: DeviceId): Promise<CameraAddress>;
  /**
   * It was seen to take one connection only. Nothing is opened anew. False where the operator has said how many it
   * takes, or where it was known.
   */
  learnOneConnection(address: Pick<CameraAddress, 'stamp'>): Promise<boolean>;
  /** The operator's word that a self-signed TLS key is the camera's. All else stays; it is opened anew. */
  confirmKey(device: DeviceId, fingerprint: string): Promise<void>;
  /**
   * Changes where a camera is reached. What was said of its TLS keys, its authorities and its name
   * stays unless it is said anew.
   * @throws Failure `bad-request`, naming its device id, when another account has the same camera.
   */
  setSource(device: DeviceId, source: SourceSettings, terms?: SourceTerms): Promise<void>;
  /** As `setSource` for several cameras, all at once or none: so they can take each other's place. */
  setSources(
    changes: readonly (readonly [DeviceId, SourceSettings])[],
    terms?: SourceTerms,
  ): Promise<void>;
  /**
   * Two cameras have taken each other's address: exchanges the hosts of all their URLs, or the ports
   * where the hosts are the same. All else stays with its camera. Returns what was exchanged.
   * @throws Failure `bad-request` when a URL cannot be exchanged.
   */
  swap(one: DeviceId, other: DeviceId): Promise<readonly Exchange[]>;
  /**
   * Cameras that stand under two owners, by the device ids of both: rows from before that was refused,
   * which go on playing until the operator decides.
   */
  conflicts(): Promise<readonly Conflict[]>;
}

function shown(entry: MappedDevice, ownerDevice: DeviceId | undefined): RegisteredDevice {
  const {
    camera: _camera,
    sealedSource: _source,
    opening: _opening,
    began: _began,
    ...rest
  } = entry;
  return { ...rest, ownerDevice };
}

const linesOf = ({ still, onvif }: SourceSettings): readonly PinnedLine[] => [
  'stream',
  ...(still === undefined ? [] : ['still' as const]),
  ...(onvif === undefined ? [] : ['onvif' as const]),
];

interface Found {
  readonly entry: MappedDevice;
  readonly owner: MappedDevice | undefined;
}

/**
 * Every verb rejects with Failure `bad-request` (naming the field, never its value), `not-found`
 * (no such camera or account), or `storage-down`.
 */
export function createRegister(
  store: Pick<Store, 'map' | 'places'>,
  ring: KeyRing,
  resolve: Resolve,
  form: StreamForm,
): Register {
  const { map } = store;
  const claims = createClaims({ store, ring, resolve });
  const unknown = (device: DeviceId) => new Failure('not-found', `there is no camera ${device}`);

  async function find(device: DeviceId): Promise<Found> {
    const entry = (await map.list()).find((candidate) => candidate.device === device);
    if (entry === undefined) throw unknown(device);
    const owner = (await map.entriesOf(entry.camera)).find(({ role }) => role === 'owner');
    return { entry, owner };
  }

  /** What is sealed and claimed for a camera that is reached elsewhere from now on. */
  async function changeOf(
    { entry, owner = entry }: Found,
    source: SourceSettings,
    { takeOver = false, connections }: SourceTerms,
  ): Promise<SourceChange> {
    const { camera, epoch } = entry;
    const before = openSource(ring, camera, entry.sealedSource);
    const settings = readSource(keepTrust(before, source), form);
    const claim = await claims.of(settings, { owner: owner.account, takeOver, before });
    const sealedSource = sealSource(ring, camera, settings);
    const { alwaysWarm } = settings;
    const lines = linesOf(settings);
    return {
      camera,
      sealedSource,
      alwaysWarm,
      claim,
      lines,
      epoch,
      ...(connections !== undefined && { connections }),
    };
  }

  async function setSources(
    changes: readonly (readonly [DeviceId, SourceSettings])[],
    terms: SourceTerms = {},
  ): Promise<void> {
    const read: SourceChange[] = [];
    for (const [device, source] of changes) {
      read.push(await changeOf(await find(device), source, terms));
    }
    const [[first] = []] = changes;
    if (first !== undefined && !(await map.setSources(read))) throw unknown(first);
  }

  async function confirmKey(device: DeviceId, fingerprint: string): Promise<void> {
    const key = readKey(fingerprint);
    const { camera, epoch, sealedSource } = (await find(device)).entry;
    const source = openSource(ring, camera, sealedSource);
    const settings = readSource({ ...source, keys: [...(source.keys ?? []), key] }, form);
    const sealed = sealSource(ring, camera, settings);
    // Changed or handed over meanwhile: another look, which finds what stands there now, or nothing.
    if (!(await map.reseal(camera, sealedSource, sealed, epoch))) {
      await confirmKey(device, fingerprint);
    }
  }

  return {
    setSources,

    async addCamera({ owner, source, ...described }, { takeOver = false, connections } = {}) {
      const camera = newCameraId();
      const device = newDeviceId();
      const naming = readNaming(described);
      const settings = readSource(source, form);
      const sealedSource = sealSource(ring, camera, settings);
      const { alwaysWarm } = settings;
      await map.addCamera(
        {
          ...readFacts(described),
          camera,
          epoch: 1,
          sealedSource,
          alwaysWarm,
          ...(connections !== undefined && { connections }),
        },
        { ...naming, account: owner, device, role: 'owner' },
        await claims.of(settings, { owner, takeOver }),
      );
      return device;
    },

    async withStream(owner, source) {
      const settings = readSource(source, form);
      const own = (await map.entries(owner)).filter(({ role }) => role === 'owner');
      const found = own.find(({ camera, sealedSource }) => {
        try {
          return isSameStream(openSource(ring, camera, sealedSource), settings);
        } catch {
          // A row whose keys are lost: what took its place has to be let in.
          return false;
        }
      });
      return found && shown(found, found.device);
    },

    async list(account) {
      const all = await map.list();
      const owners = new Map(
        all.filter(({ role }) => role === 'owner').map(({ camera, device }) => [camera, device]),
      );
      return all
        .filter((entry) => account === undefined || entry.account === account)
        .map((entry) => shown(entry, owners.get(entry.camera)));
    },

    async device(device) {
      const { entry, owner } = await find(device);
      return shown(entry, owner?.device);
    },

    async share(device, viewer, naming = {}) {
      const { entry, owner = entry } = await find(device);
      const shared = newDeviceId();
      const called = readNaming({ name: owner.name, nicknames: [], ...naming });
      const viewing = { ...called, account: viewer, device: shared, role: 'viewer' } as const;
      await map.addEntry(entry.camera, viewing, entry.epoch);
      return shared;
    },

    async unshare(device, viewer) {
      const { entry } = await find(device);
      const theirs = (await map.entriesOf(entry.camera)).find(({ account }) => account === viewer);
      if (theirs === undefined) {
        throw new Failure('not-found', 'this camera is not shared with that account');
      }
      if (theirs.role === 'owner') {
        throw new Failure('bad-request', 'that account owns this camera: transfer or remove it');
      }
      await map.removeEntry(viewer, theirs.device);
    },

    async transfer(device, to, naming = {}) {
      const { entry, owner } = await find(device);
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
      const { entry } = await find(device);
      if (!(await map.removeCamera(entry.camera, entry.epoch))) throw unknown(device);
    },

    async rename(device, naming) {
      const { entry } = await find(device);
      const { name, room, nicknames } = { ...entry, ...naming };
      const called = readNaming({ name, ...(room && { room }), nicknames });
      await map.rename(entry.account, device, called);
    },

    async stands({ stamp, opening }) {
      const [row] = await map.entriesOf(stamp.camera);
      return row?.epoch === stamp.epoch && row.opening === opening;
    },

    async warm() {
      return (await map.warm()).map(({ camera, epoch, opening, sealedSource, connections }) => ({
        ...openSource(ring, camera, sealedSource),
        ...connectionsOf(connections),
        opening,
        stamp: Object.freeze({ camera, epoch }),
      }));
    },

    async address(device) {
      const { camera, epoch, opening, sealedSource, connections } = (await find(device)).entry;
      const stamp = Object.freeze({ camera, epoch });
      const may = connectionsOf(connections);
      return { ...openSource(ring, camera, sealedSource), ...may, opening, stamp };
    },

    learnOneConnection: ({ stamp: { camera, epoch } }) => map.learnOneConnection(camera, epoch),

    confirmKey,

    setSource: (device, source, terms) => setSources([[device, source]], terms),

    async conflicts() {
      await placeOlderRows(store, ring);
      return store.places.conflicts();
    },

    async swap(one, other) {
      const [first, second] = [await find(one), await find(other)];
      if (first.entry.camera === second.entry.camera) {
        throw new Failure('bad-request', 'both are the same camera');
      }
      const sourceOf = ({ entry: { camera, sealedSource } }: Found) =>
        openSource(ring, camera, sealedSource);
      const { sources, exchanged } = swapped(sourceOf(first), sourceOf(second));
      await setSources([
        [one, sources[0]],
        [other, sources[1]],
      ]);
      return exchanged;
    },
  };
}
