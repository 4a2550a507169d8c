/**
 * How often one may guess a password: counted for each e-mail address, known or not, and for each
 * network address. Only signing in is limited, so nobody who is signed in can be locked out.
 */
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../failures.ts';

export interface GuessLimits {
  readonly perEmail: number;
  readonly perAddress: number;
  readonly windowSeconds: number;
}

export const defaultGuessLimits: GuessLimits = {
  perEmail: 10,
  perAddress: 100,
  windowSeconds: 900,
};

/** A guess that may be made. */
export interface Guess {
  /** It was right: it counts no more, nor do the wrong ones for this e-mail address before it. */
  right(): Promise<void>;
}

export interface Guesses {
  /**
   * Counts a guess before it is looked at, so that many at once do not slip through.
   * @throws TooManyGuesses
   */
  take(address: string, email: string): Promise<Guess>;
}

/** Refused; after `retryAfterSeconds` one may try again. */
export class TooManyGuesses extends Failure {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('too-many', 'too many attempts to sign in');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One household has a whole /64 of IPv6 addresses: they count as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const front = head.split(':').filter((part) => part !== '');
  const back = (tail ?? '').split(':').filter((part) => part !== '');
  const gap = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: gap }, () => '0'), ...back];
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}

async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new TooManyGuesses(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
  }
}

/** Counters in this process's memory; they are gone with it. */
export function createGuesses(limits: GuessLimits): Guesses {
  const { perEmail, perAddress, windowSeconds: duration } = limits;
  const emails = new RateLimiterMemory({ points: perEmail, duration, keyPrefix: 'email' });
  const addresses = new RateLimiterMemory({ points: perAddress, duration, keyPrefix: 'address' });
  return {
    async take(address, email) {
      const network = networkOf(address);
      await count(addresses, network);
      await count(emails, email);
      return {
        async right() {
          await emails.delete(email);
          await addresses.reward(network, 1);
        },
      };
    },
  };
}
