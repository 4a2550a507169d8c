/** Notes which parts of a request are refused in the place of their own device, for whoever reads the log. */
import { type Failure, isOfCamera } from '../../common/failures.ts';

/**
 * Called for each device that is refused for what was asked of it, or by whom; undefined if a command names
 * none. A device's name is what the request has there: any text of any length.
 */
export type NoteRefused = (device: string | undefined, refusal: Failure) => void;

/** Notes a refusal. A camera's condition is reported when it changes, not for every time somebody asks. */
export function noteRefused(note: NoteRefused, device: string, refusal: Failure): void {
  if (!isOfCamera(refusal.code)) note(device, refusal);
}
