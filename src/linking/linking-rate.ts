/** How often an account may be linked: each linking is written to the disk, for good. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../failures.ts';
import type { AccountId } from '../identity/ids.ts';

/** In an hour. A person who sets up an assistant anew does it a few times. */
export const mostLinkingsAnHour = 60;

/** Counts a linking of an account. @throws Failure `too-many`. */
export type CountLinking = (account: AccountId) => Promise<void>;

/** Counters in this process's memory. */
export function createLinkingRate(points: number = mostLinkingsAnHour): CountLinking {
  const limiter = new RateLimiterMemory({ points, duration: 3_600 });
  return async (account) => {
    await limiter.consume(account).catch((refusal: unknown) => {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new Failure('too-many', 'the account was linked too often within an hour');
    });
  };
}
