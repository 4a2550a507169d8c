/** Commands that name no device, for whoever reads the log. */
import { Failure } from '../../../common/failures.ts';
import type { NoteRefused } from '../note-refused.ts';
import type { CommandEntry } from './intents.ts';

/** Notes the commands that name no device: nothing is answered in their place. */
export function noteNameless(note: NoteRefused, entries: readonly CommandEntry[]): void {
  for (const [at, { devices }] of entries.entries()) {
    if (devices.length > 0) continue;
    const place = `inputs.0.payload.commands.${at}.devices`;
    note(undefined, new Failure('bad-request', `${place}: no device is named`));
  }
}
