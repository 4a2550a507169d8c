/**
 * Each reason in words: a sentence and the likeliest mend for the operator, and less for who stands before a
 * display.
 */
import type { Reason, ReasonCode } from './reason.ts';
import { playing } from './words/playing.ts';
import { reaching } from './words/reaching.ts';
import { recognising } from './words/recognising.ts';
import { askOperator, checkPower, type ReasonWords } from './words/words.ts';

export type { ReasonWords };

/** A camera may show something all the same: by jerks, or between one connection and the next. */
const mayShow: ReadonlySet<ReasonCode> = new Set([
  'damaged',
  'overloaded',
  'closed',
  'one-connection',
]);

/** Says what a camera of that reason does, before the words that say why. */
export const showsHow = ({ code }: Reason): string =>
  mayShow.has(code) ? 'shows little or nothing' : 'shows nothing';

/** Total: a reason without words does not compile. */
const words: Readonly<Record<Exclude<ReasonCode, 'no-key-picture' | 'status'>, ReasonWords>> = {
  ...reaching,
  ...recognising,
  ...playing,
  internal: {
    what: 'The bridge made a mistake.',
    mend: 'Look into its log and report it.',
    brief: `Something went wrong in the bridge. ${askOperator}`,
  },
};

/** Returns the words of a reason; every reason has some. */
export function reasonWords(reason: Reason): ReasonWords {
  if (reason.code === 'no-key-picture') {
    return {
      what: `No key picture for ${reason.seconds} s.`,
      mend: 'Set the key picture interval (I-frame interval, GOP) in its settings to 1 or 2 seconds.',
      brief: 'Its picture takes long to begin. Try again in a moment.',
    };
  }
  if (reason.code === 'status') {
    return {
      what: `It answers, but refuses what is asked of it, with status ${reason.status}.`,
      mend: 'Check the path of its URL, and start the camera anew.',
      brief: `It does not give its picture. ${checkPower}`,
    };
  }
  return words[reason.code];
}
