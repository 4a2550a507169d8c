/** The name by which people know a camera: the id of its owner's device. A camera's own id never leaves the bridge. */
import type { DeviceId } from '../../identity/ids.ts';
import type { Stamp } from '../../wall/partitions/stamp.ts';
import type { OperatorStore } from '../../storage/store.ts';

/** Returns undefined if its row is gone, or another owner has it. */
export async function ownersDevice(
  store: OperatorStore<'map'>,
  { camera, epoch }: Stamp,
): Promise<DeviceId | undefined> {
  const owner = (await store.operator.map.entriesOf(camera)).find(({ role }) => role === 'owner');
  return owner?.epoch === epoch ? owner.device : undefined;
}
