/** Limits how often an account may be linked: each linking is written to the disk, for good. */
import type { AccountId } from '../../identity/ids.ts';
import { createRate } from '../../common/rate.ts';

/** In an hour. A person who sets up an assistant anew does it a few times. */
export const maxLinkingsAnHour = 60;

/** Counts a linking of an account. @throws Failure `too-many`. */
export type CountLinking = (account: AccountId) => Promise<void>;

/** Counters in this process's memory. */
export const createLinkingRate = (): CountLinking =>
  createRate({
    most: maxLinkingsAnHour,
    seconds: 3_600,
    words: 'the account was linked too often within an hour',
  });
