/** What the words of a reason are, and the sentences that several have. */
import type { ReasonCode } from '../reason.ts';

export interface ReasonWords {
  /** What is wrong, one sentence. */
  readonly what: string;
  /** What mends it most often, one sentence or two; for the operator. */
  readonly mend: string;
  /**
   * For the person before a display or on the account page: nothing of addresses, keys, log-ins or other
   * accounts.
   */
  readonly brief: string;
}

/** The words of some reasons. */
export type WordsOf = Partial<Record<ReasonCode, ReasonWords>>;

export const askOperator = 'Ask whoever runs this bridge to look at it.';
export const setUp = `It is not set up right. ${askOperator}`;
export const checkPower = 'Check its power and its network, then try again.';
export const another = `It is not shown for safety, as it may not be the camera it was. ${askOperator}`;
export const repin =
  'If it was replaced or set up anew, say camera repin; if not, correct its URL by camera source.';
