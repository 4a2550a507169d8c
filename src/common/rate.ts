/** Limits how often something may be done for one account within a while. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from './failures.ts';

export interface RateOptions {
  readonly most: number;
  readonly seconds: number;
  /** What the refusal says. */
  readonly words: string;
}

/** Counts once for `key`. @throws Failure `too-many` if that is too often. */
export type CountOnce = (key: string) => Promise<void>;

/** Counters in this process's memory; they are gone with it. */
export function createRate({ most, seconds, words }: RateOptions): CountOnce {
  const limiter = new RateLimiterMemory({ points: most, duration: seconds });
  return async (key) => {
    await limiter.consume(key).catch((refusal: unknown) => {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new Failure('too-many', words);
    });
  };
}
