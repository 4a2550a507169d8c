/** The mend for a URL that stands in no row yet: `camera source` has nothing to change there. */
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import type { Reason } from '../../pictures/cameras/reason.ts';

/** What is said about a row, and what about a URL. */
const rewordings: readonly (readonly [RegExp, string])[] = [
  [/say camera source with --transport/, 'check it with --transport'],
  [/Try camera source with --transport/, 'Try --transport'],
  [/confirm it by camera confirm/, 'give it by --key'],
  [/confirm its key by camera confirm/, 'give its key by --key'],
  [/ \(camera source\)/, ''],
  [/ by camera source(?: --rtsp -)?/, ''],
];

const isOfRow = (mend: string): boolean => mend.includes('camera repin');

/** Returns the mend of that reason, in words that fit a URL. */
export function urlMend(reason: Reason): string {
  const { mend } = reasonWords(reason);
  // It concerns a row whose camera answers otherwise now.
  if (isOfRow(mend)) {
    return 'It is the address of a camera that is there already: see casement camera list, and check that by its device id.';
  }
  return rewordings.reduce((text, [said, instead]) => text.replace(said, instead), mend);
}
