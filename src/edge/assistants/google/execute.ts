/** EXECUTE: do something, which for a camera means to open a stream. */
import { Failure } from '../../../common/failures.ts';
import type { Partition } from '../../../wall/partitions/partition.ts';
import type { Streams } from '../../../pictures/streams/streams.ts';
import { type Answered, askDevice } from '../ask-device.ts';
import { askStream } from '../ask-stream.ts';
import { inParallel } from '../in-parallel.ts';
import type { NoteRefused } from '../note-refused.ts';
import { googleRequest } from './google-request.ts';
import type { Asked, RequestId } from './intents.ts';
import { noteNameless } from './note-nameless.ts';
import { planByDevice, type Task } from './plan.ts';
import type { ExecuteAnswer, ExecutedCommand, StreamStates } from './wording/answers.ts';
import { createExplanation } from './wording/debug-string.ts';
import { errorCodeOf } from './wording/error-code.ts';
import type { WordStream } from './wording/stream-states.ts';

/** Opening a stream is work; an account that asks for more of them at once waits its turn. */
const atOnce = 32;

export interface ExecuteOptions {
  readonly streams: Streams;
  readonly word: WordStream;
  /** Called for errors that should not happen. */
  readonly report: (error: unknown) => void;
}

function refused(id: string, { code }: Failure): ExecutedCommand {
  const errorCode = errorCodeOf(code);
  return code === 'device-offline'
    ? { ids: [id], status: 'OFFLINE', errorCode, states: { online: false } }
    : { ids: [id], status: 'ERROR', errorCode };
}

/**
 * Answers EXECUTE: one result for every device, whatever becomes of the others. `note` is called for each
 * that is refused for what was asked, not for how its camera fares.
 */
export async function execute<P>(
  partition: Partition<P>,
  requestId: RequestId,
  asked: Asked<'action.devices.EXECUTE'>,
  { streams, word, report }: ExecuteOptions,
  note: NoteRefused = () => undefined,
): Promise<ExecuteAnswer> {
  const words = createExplanation();
  const asking = { streams, report, note, named: () => googleRequest(requestId) };

  async function carryOut(id: string, task: Task): Promise<Answered<StreamStates>> {
    if ('refused' in task) {
      const refusal = new Failure(task.refused.code, task.refused.why);
      return askDevice(partition, id, () => Promise.reject(refusal), asking);
    }
    const answered = await askStream(partition, id, task.open, asking);
    return 'given' in answered ? { given: word(answered.given, task.open) } : answered;
  }

  async function run([id, task]: readonly [string, Task]): Promise<ExecutedCommand> {
    const answered = await carryOut(id, task);
    if ('given' in answered) return { ids: [id], status: 'SUCCESS', states: answered.given };
    words.add(id, answered.refusal);
    return refused(id, answered.refusal);
  }
  noteNameless(note, asked.payload.commands);
  const commands = await inParallel(planByDevice(asked.payload.commands), atOnce, run);
  return { requestId, payload: { ...words.said(), commands } };
}
