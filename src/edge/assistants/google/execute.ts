/** EXECUTE: do something, which for a camera means to give a stream. */
import { Failure } from '../../../common/failures.ts';
import type { Partition } from '../../../wall/partitions/partition.ts';
import type { Streams } from '../../../pictures/streams/streams.ts';
import type { ExecuteAnswer, ExecutedCommand } from './answers.ts';
import type { WordStream } from './camera-stream.ts';
import { googleRequest } from './google-request.ts';
import { createExplanation, deviceFailure } from './device-failure.ts';
import { inParallel } from './in-parallel.ts';
import type { Asked, RequestId } from './intents.ts';
import { noteNameless, type NoteRefused, noteRefused } from './note-refused.ts';
import { planByDevice, type Task } from './plan.ts';
import { errorCodeOf } from './wording/error-code.ts';

/** Opening a stream is work; a home that asks for more of them at once waits its turn. */
const atOnce = 32;

export interface ExecuteOptions {
  readonly streams: Streams;
  readonly word: WordStream;
  /** Told of what should not happen. */
  readonly report: (error: unknown) => void;
}

function refused(id: string, { code }: Failure): ExecutedCommand {
  const errorCode = errorCodeOf(code);
  return code === 'device-offline'
    ? { ids: [id], status: 'OFFLINE', errorCode, states: { online: false } }
    : { ids: [id], status: 'ERROR', errorCode };
}

/**
 * Answers EXECUTE: one result for every device, whatever becomes of the others. `note` is told of each
 * that is refused for what was asked, not for how its camera fares.
 */
export async function execute<P>(
  home: Partition<P>,
  requestId: RequestId,
  asked: Asked<'action.devices.EXECUTE'>,
  { streams, word, report }: ExecuteOptions,
  note: NoteRefused = () => undefined,
): Promise<ExecuteAnswer> {
  const words = createExplanation();
  const named = () => googleRequest(requestId);

  async function run([id, task]: readonly [string, Task]): Promise<ExecutedCommand> {
    try {
      // The map is asked first: what somebody else's device can do is nobody's business.
      const device = await home.device(id);
      if ('refused' in task) throw new Failure(task.refused.code, task.refused.why);
      const opened = await streams.open(home, device, task.open, named).then(
        (stream) => ({ stream }),
        (error: unknown) => ({ error }),
      );
      // Opening the camera may have taken seconds. Its session ends by itself; why there is none is nobody's
      // business who has lost it meanwhile.
      await home.stands(device);
      if ('error' in opened) throw opened.error;
      return { ids: [id], status: 'SUCCESS', states: word(opened.stream, task.open) };
    } catch (error) {
      const failure = deviceFailure(error, report);
      noteRefused(note, id, failure);
      words.add(id, failure);
      return refused(id, failure);
    }
  }
  noteNameless(note, asked.payload.commands);
  const commands = await inParallel(planByDevice(asked.payload.commands), atOnce, run);
  return { requestId, payload: { ...words.said(), commands } };
}
