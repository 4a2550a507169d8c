/** QUERY: whether devices can be reached now. */
import { Failure } from '../../../common/failures.ts';
import type { Partition } from '../../../wall/partitions/partition.ts';
import type { Streams } from '../../../pictures/streams/streams.ts';
import type { QueriedDevice, QueryAnswer } from './answers.ts';
import { createExplanation, deviceFailure } from './device-failure.ts';
import { inParallel } from './in-parallel.ts';
import type { Asked, RequestId } from './intents.ts';
import { type NoteRefused, noteRefused } from './note-refused.ts';
import { errorCodeOf } from './wording/error-code.ts';

/** A dead camera takes two seconds to be found dead, so they are asked side by side. */
const atOnce = 100;
/** So many are looked up as they come. */
const few = 16;

export interface QueryOptions {
  readonly streams: Streams;
  /** Told of what should not happen. */
  readonly report: (error: unknown) => void;
}

/** Answers QUERY: every device once, however often it was named. `note` as in EXECUTE. */
export async function query<P>(
  home: Partition<P>,
  requestId: RequestId,
  asked: Asked<'action.devices.QUERY'>,
  { streams, report }: QueryOptions,
  note: NoteRefused = () => undefined,
): Promise<QueryAnswer> {
  const words = createExplanation();
  const ids = [...new Set(asked.payload.devices)];
  // Each id is asked after for itself; of many, those that the home has not are known from one list.
  const has =
    ids.length > few ? new Set((await home.devices()).map(({ id }) => String(id))) : undefined;

  async function state(id: string): Promise<[string, QueriedDevice]> {
    try {
      if (has?.has(id) === false) throw new Failure('device-not-found', 'no such device');
      const device = await home.device(id);
      const refusal = await streams.refusal(home, device);
      // To find a camera dead takes seconds.
      await home.stands(device);
      if (refusal === undefined) return [id, { online: true, status: 'SUCCESS' }];
      throw refusal;
    } catch (error) {
      const failure = deviceFailure(error, report);
      const { code } = failure;
      noteRefused(note, id, failure);
      words.add(id, failure);
      if (code === 'device-offline') return [id, { online: false, status: 'OFFLINE' }];
      return [id, { online: false, status: 'ERROR', errorCode: errorCodeOf(code) }];
    }
  }
  const states = await inParallel(ids, atOnce, state);
  // fromEntries makes own properties of any name, `__proto__` among them.
  return { requestId, payload: { ...words.said(), devices: Object.fromEntries(states) } };
}
