/** One device that an assistant asks about: it is found, asked, and looked up again before anything is said of it. */
import type { Failure } from '../../common/failures.ts';
import type { Device, Partition } from '../../wall/partitions/partition.ts';
import { deviceFailure } from './device-failure.ts';
import type { FindDevice } from './find-devices.ts';
import { type NoteRefused, noteRefused } from './note-refused.ts';

export interface Asking {
  /** Called for errors that should not happen. */
  readonly report: (error: unknown) => void;
  /** Called for each device that is refused for what was asked, not for how its camera fares. */
  readonly note: NoteRefused;
}

/** The result for one device: what was asked for, or why there is none. */
export type Answered<T> = { readonly given: T } | { readonly refusal: Failure };

/**
 * Finds the device `id` and does `work` with it. The map is asked first: what somebody else's device can do
 * is nobody's business.
 * @param find how it is found, if not by its id alone
 * @throws Failure `storage-down` or `unauthenticated`, which are the whole request's; else nothing
 */
export async function askDevice<P, T>(
  partition: Partition<P>,
  id: string,
  work: (device: Device<P>) => Promise<T>,
  { report, note }: Asking,
  find: FindDevice<P> = (name) => partition.device(name),
): Promise<Answered<T>> {
  try {
    const device = await find(id);
    try {
      return { given: await work(device) };
    } finally {
      // The work may have taken seconds: a dead camera is found dead in two. What was opened ends by itself.
      // Its result, even why it failed, is not for an account that has lost the device meanwhile.
      await partition.stands(device);
    }
  } catch (error) {
    const refusal = deviceFailure(error, report);
    noteRefused(note, id, refusal);
    return { refusal };
  }
}
