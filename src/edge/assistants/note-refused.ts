/** What of a request is refused in the place of its own device, for whoever reads the log. */
import { type Failure, isOfCamera } from '../../common/failures.ts';

/**
 * Told of each device that is refused for what was asked of it, or by whom; undefined where a command
 * names none. A device's name is what the request has there: any text of any length.
 */
export type NoteRefused = (device: string | undefined, refusal: Failure) => void;

/** Notes a refusal. How a camera fares is told when that changes, not for every time somebody asks. */
export function noteRefused(note: NoteRefused, device: string, refusal: Failure): void {
  if (!isOfCamera(refusal.code)) note(device, refusal);
}
