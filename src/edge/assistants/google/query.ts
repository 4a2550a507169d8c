/** QUERY: whether devices can be reached now. */
import type { Failure } from '../../../common/failures.ts';
import type { Partition } from '../../../wall/partitions/partition.ts';
import type { Streams } from '../../../pictures/streams/streams.ts';
import { askPresence } from '../ask-presence.ts';
import { deviceFinder } from '../find-devices.ts';
import { inParallel } from '../in-parallel.ts';
import type { NoteRefused } from '../note-refused.ts';
import type { Asked, RequestId } from './intents.ts';
import type { QueriedDevice, QueryAnswer } from './wording/answers.ts';
import { createExplanation } from './wording/debug-string.ts';
import { errorCodeOf } from './wording/error-code.ts';

/** A dead camera takes two seconds to be found dead, so they are asked side by side. */
const atOnce = 100;

export interface QueryOptions {
  readonly streams: Streams;
  /** Called for errors that should not happen. */
  readonly report: (error: unknown) => void;
}

function refused({ code }: Failure): QueriedDevice {
  if (code === 'device-offline') return { online: false, status: 'OFFLINE' };
  return { online: false, status: 'ERROR', errorCode: errorCodeOf(code) };
}

/** Answers QUERY: every device once, however often it was named. `note` as in EXECUTE. */
export async function query<P>(
  partition: Partition<P>,
  requestId: RequestId,
  asked: Asked<'action.devices.QUERY'>,
  { streams, report }: QueryOptions,
  note: NoteRefused = () => undefined,
): Promise<QueryAnswer> {
  const words = createExplanation();
  const ids = [...new Set(asked.payload.devices)];
  const find = await deviceFinder(partition, ids);

  async function state(id: string): Promise<[string, QueriedDevice]> {
    const answered = await askPresence(partition, id, { streams, find, report, note });
    if ('given' in answered) return [id, { online: true, status: 'SUCCESS' }];
    words.add(id, answered.refusal);
    return [id, refused(answered.refusal)];
  }
  const states = await inParallel(ids, atOnce, state);
  // fromEntries makes own properties of any name, `__proto__` among them.
  return { requestId, payload: { ...words.said(), devices: Object.fromEntries(states) } };
}
