/** The four intents in plain values: (partition, what was asked) -> answer. */
import type { IceServer } from '../../../pictures/streams/webrtc/ice-servers.ts';
import type { Partition } from '../../../wall/partitions/partition.ts';
import type { Streams } from '../../../pictures/streams/streams.ts';
import type { NoteRefused } from '../note-refused.ts';
import { disconnect } from './disconnect.ts';
import { execute } from './execute.ts';
import type { Asked, RequestId } from './intents.ts';
import { query } from './query.ts';
import { sync } from './sync.ts';
import type {
  DisconnectAnswer,
  ExecuteAnswer,
  QueryAnswer,
  SyncAnswer,
} from './wording/answers.ts';
import { createStreamStates } from './wording/stream-states.ts';

export interface FulfillmentOptions {
  readonly streams: Streams;
  /** Passed to displays; left out if empty. */
  readonly iceServers: readonly IceServer[];
  /** One's own Cast receiver for HLS; otherwise Google's default receiver. */
  readonly castReceiverAppId: string | undefined;
  /** Called for errors that are nobody's refusal; a device that meets one answers `hardError`. */
  readonly report: (error: unknown) => void;
}

/**
 * All methods reject with Failure `storage-down` or `unauthenticated` if the request as a whole cannot be
 * answered; a failure of one device is answered in that device's place.
 */
export interface Fulfillment {
  sync<P>(partition: Partition<P>, requestId: RequestId): Promise<SyncAnswer>;
  query<P>(
    partition: Partition<P>,
    requestId: RequestId,
    asked: Asked<'action.devices.QUERY'>,
    note?: NoteRefused,
  ): Promise<QueryAnswer>;
  execute<P>(
    partition: Partition<P>,
    requestId: RequestId,
    asked: Asked<'action.devices.EXECUTE'>,
    note?: NoteRefused,
  ): Promise<ExecuteAnswer>;
  disconnect<P>(partition: Partition<P>): Promise<DisconnectAnswer>;
}

/** Makes fulfillment over the streams of one bridge. */
export function createFulfillment(options: FulfillmentOptions): Fulfillment {
  const { streams, report } = options;
  const word = createStreamStates(options);
  return {
    sync: (partition, requestId) => sync(partition, requestId, streams.protocols),
    query: (partition, requestId, asked, note) =>
      query(partition, requestId, asked, { streams, report }, note),
    execute: (partition, requestId, asked, note) =>
      execute(partition, requestId, asked, { streams, word, report }, note),
    disconnect,
  };
}
