/** Whether a camera can be reached now. */
import type { Streams } from '../../pictures/streams/streams.ts';
import type { Device, Partition } from '../../wall/partitions/partition.ts';
import { type Answered, askDevice, type Asking } from './ask-device.ts';
import type { FindDevice } from './find-devices.ts';

export interface PresenceAsking<P> extends Asking {
  readonly streams: Streams;
  readonly find: FindDevice<P>;
}

/**
 * Says that the camera of the device `id` is online, or why it is refused; within about 2 s.
 * @throws as `askDevice`
 */
export function askPresence<P>(
  partition: Partition<P>,
  id: string,
  { streams, find, ...asking }: PresenceAsking<P>,
): Promise<Answered<'online'>> {
  async function reach(device: Device<P>): Promise<'online'> {
    const refusal = await streams.refusal(partition, device);
    if (refusal !== undefined) throw refusal;
    return 'online';
  }
  return askDevice(partition, id, reach, asking, find);
}
