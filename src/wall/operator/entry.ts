/** One entry of the account-to-device map, as the operator names it: by any device id of its camera. */
import { Failure } from '../../common/failures.ts';
import type { DeviceId } from '../../identity/ids.ts';
import type { MappedDevice } from '../../storage/device-map.ts';
import type { OperatorStore } from '../../storage/store.ts';

/** An entry of the map without the camera's address and without its inner id. */
export type RegisteredDevice = Omit<
  MappedDevice,
  'camera' | 'sealedSource' | 'opening' | 'began'
> & {
  /** The owner's device id: the same for all entries of one camera. */
  readonly ownerDevice: DeviceId | undefined;
};

/** `ownerDevice`: the owner's device id of the same camera. */
export function shown(entry: MappedDevice, ownerDevice: DeviceId | undefined): RegisteredDevice {
  const {
    camera: _camera,
    sealedSource: _source,
    opening: _opening,
    began: _began,
    ...rest
  } = entry;
  return { ...rest, ownerDevice };
}

export interface Found {
  readonly entry: MappedDevice;
  readonly owner: MappedDevice | undefined;
}

/** Returns the failure for a device id that no camera has. */
export const unknown = (device: DeviceId): Failure =>
  new Failure('not-found', `there is no camera ${device}: see casement camera list`);

/** Returns the owner's entry of the camera to which an entry leads. @throws Failure `storage-down` */
async function ownerOf(
  { operator: { map } }: OperatorStore<'map'>,
  entry: MappedDevice,
): Promise<MappedDevice | undefined> {
  if (entry.role === 'owner') return entry;
  return (await map.entriesOf(entry.camera)).find(({ role }) => role === 'owner');
}

/** Returns entries as they are shown, each with its owner's device id. @throws Failure `storage-down` */
export async function shownAll(
  { operator: { map } }: OperatorStore<'map'>,
  entries: readonly MappedDevice[],
): Promise<readonly RegisteredDevice[]> {
  const shared = entries.filter(({ role }) => role !== 'owner').map(({ camera }) => camera);
  const all = shared.length === 0 ? entries : [...entries, ...(await map.ofCameras(shared))];
  const owners = all.filter(({ role }) => role === 'owner');
  const deviceOf = new Map(owners.map(({ camera, device }) => [camera, device]));
  return entries.map((entry) => shown(entry, deviceOf.get(entry.camera)));
}

/** Finds the map entry of a device, and that of its owner. @throws Failure `not-found`, `storage-down` */
export async function findEntry(store: OperatorStore<'map'>, device: DeviceId): Promise<Found> {
  const entry = await store.operator.map.ofDevice(device);
  if (entry === undefined) throw unknown(device);
  return { entry, owner: await ownerOf(store, entry) };
}
