/** Where cameras are reached: what an operator says of that, sealed, and claimed for their owners. */
import { Failure } from '../../common/failures.ts';
import { newCameraId, newDeviceId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { Naming, SourceChange } from '../../storage/device-map.ts';
import { inPages } from '../../storage/page.ts';
import type { Conflict } from '../../storage/places.ts';
import type { OperatorStore, Store } from '../../storage/store.ts';
import type { SourceSettings } from '../partitions/camera-address.ts';
import { readFacts, readNaming, readSource, type CameraFacts } from '../partitions/camera-form.ts';
import { readKey } from '../partitions/camera-trust.ts';
import { createClaims, type Resolve } from '../partitions/claims.ts';
import { placeOlderRows } from '../partitions/older-rows.ts';
import { isSameStream } from '../partitions/place.ts';
import { openSource, sealSource } from '../partitions/sealed-source.ts';
import type { StreamForm } from '../partitions/stream-form.ts';
import { findEntry, type Found, type RegisteredDevice, shown, unknown } from './entry.ts';
import { createSourceChange, type SourceTerms } from './source-change.ts';
import { swapped, type Exchange } from './swap.ts';

export interface NewCamera extends Naming, CameraFacts {
  readonly owner: AccountId;
  readonly source: SourceSettings;
}

export interface SourceRegister {
  /**
   * A new camera of `owner`; returns the owner's device id.
   * @throws Failure `bad-request`, naming its device id, when another account has the same camera.
   */
  addCamera(camera: NewCamera, terms?: SourceTerms): Promise<DeviceId>;
  /**
   * Returns the camera of `owner` whose stream has this URL, whoever logs in, or undefined if there is none. Host
   * names are compared as they are written: it is for a command that was given twice.
   */
  withStream(owner: AccountId, source: SourceSettings): Promise<RegisteredDevice | undefined>;
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
   * Cameras that stand under two owners, by the device ids of both, of which one is the camera of one of these devices:
   * rows from before that was refused, which go on playing until the operator decides.
   */
  conflicts(devices: readonly DeviceId[]): Promise<readonly Conflict[]>;
  /** All of these: it reads every row from before, a page at a time. */
  olderConflicts(): Promise<readonly Conflict[]>;
}

/** Returns the register: `ring` seals addresses, `resolve` finds those of names, `form` checks a stream's URL. */
export function createSourceRegister(
  store: Pick<Store, 'of'> & OperatorStore<'map' | 'places'>,
  ring: KeyRing,
  resolve: Resolve,
  form: StreamForm,
): SourceRegister {
  const { map, places } = store.operator;
  const claims = createClaims({ store, ring, resolve });
  const changeOf = createSourceChange(ring, claims, form);

  async function setSources(
    changes: readonly (readonly [DeviceId, SourceSettings])[],
    terms: SourceTerms = {},
  ): Promise<void> {
    const read: SourceChange[] = [];
    for (const [device, source] of changes) {
      read.push(await changeOf(await findEntry(store, device), source, terms));
    }
    const [[first] = []] = changes;
    if (first !== undefined && !(await map.setSources(read))) throw unknown(first);
  }

  async function confirmKey(device: DeviceId, fingerprint: string): Promise<void> {
    const key = readKey(fingerprint);
    const { camera, epoch, sealedSource } = (await findEntry(store, device)).entry;
    const source = openSource(ring, camera, sealedSource);
    const settings = readSource({ ...source, keys: [...(source.keys ?? []), key] }, form);
    const sealed = sealSource(ring, camera, settings);
    // Changed or handed over meanwhile: another look, which finds what stands there now, or nothing.
    if (!(await map.reseal(camera, sealedSource, sealed, epoch))) {
      await confirmKey(device, fingerprint);
    }
  }

  return {
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
      const own = (await store.of(owner).entries()).filter(({ role }) => role === 'owner');
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

    confirmKey,

    setSource: (device, source, terms) => setSources([[device, source]], terms),

    setSources,

    async swap(one, other) {
      const [first, second] = [await findEntry(store, one), await findEntry(store, other)];
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

    async conflicts(devices) {
      await placeOlderRows(store, ring);
      const entries = await map.ofDevices(devices);
      return places.conflicts(entries.map(({ camera }) => camera));
    },

    async olderConflicts() {
      await placeOlderRows(store, ring);
      const found = new Map<string, Conflict>();
      for await (const older of inPages(places.older, (last) => last)) {
        // Both of a pair may be older: it is found from either side.
        for (const pair of await places.conflicts(older)) found.set(pair.join(' '), pair);
      }
      return [...found.values()];
    },
  };
}
