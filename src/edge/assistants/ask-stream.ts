/** A stream that an assistant asks for. */
import { Failure } from '../../common/failures.ts';
import type { OpenedStream, Streams, Wanted } from '../../pictures/streams/streams.ts';
import type { Partition } from '../../wall/partitions/partition.ts';
import { type Answered, askDevice, type Asking } from './ask-device.ts';

export interface StreamAsking extends Asking {
  readonly streams: Streams;
  /** Names the request in the log. */
  readonly named: () => object;
}

/**
 * Opens a stream of the device `id`, by one of the protocols wanted. It ends when its display says so at the
 * media edge, when nobody fetches it any more, or when the wall ends it. A stream that nobody asked for is
 * not given: it is refused by Failure `protocol-unsupported`.
 * @throws as `askDevice`
 */
export function askStream<P>(
  partition: Partition<P>,
  id: string,
  wanted: Wanted,
  { streams, named, ...asking }: StreamAsking,
): Promise<Answered<OpenedStream>> {
  return askDevice(
    partition,
    id,
    async (device) => {
      const stream = await streams.open(partition, device, wanted, named);
      if (wanted.protocols.includes(stream.protocol)) return stream;
      throw new Failure('protocol-unsupported', 'none of the protocols asked for can be given');
    },
    asking,
  );
}
