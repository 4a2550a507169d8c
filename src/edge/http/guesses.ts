/**
 * Limits how often one may guess a password: counted for each e-mail address, known or not, and for each
 * network address. A browser in which the account has signed in before has guesses of its own, which no
 * stranger can use up. Only signing in is limited, so nobody who is signed in can be locked out. Right
 * sign-ins are counted for each account, too: each costs the bridge as much as a guess.
 */
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../../common/failures.ts';

export interface GuessLimits {
  readonly perEmail: number;
  readonly perAddress: number;
  /** Guesses of a browser in which the account has signed in before. */
  readonly perDevice: number;
  /** How often one account may sign in rightly. */
  readonly rightPerEmail: number;
  readonly windowSeconds: number;
}

export const defaultGuessLimits: GuessLimits = {
  perEmail: 10,
  perAddress: 100,
  perDevice: 10,
  rightPerEmail: 60,
  windowSeconds: 900,
};

/** Who guesses, and at what. */
export interface Guesser {
  /** Network address. */
  readonly address: string;
  readonly email: string;
  /** Names the browser, if the account behind `email` has signed in there before. */
  readonly device?: string | undefined;
}

/** A guess that may be made. */
export interface Guess {
  /** It was right: it counts no more, nor do the wrong ones before it for this browser or address. */
  right(): Promise<void>;
}

export interface Guesses {
  /**
   * Counts nothing: only refuses a guesser who may not guess now, before it waits for its turn.
   * @throws TooManyGuesses
   */
  permit(guesser: Guesser): Promise<void>;
  /**
   * Counts a guess just before it is checked, so that many at once do not slip through.
   * @throws TooManyGuesses
   */
  take(guesser: Guesser): Promise<Guess>;
}

/** A refusal; after `retryAfterSeconds` one may try again. */
export class TooManyGuesses extends Failure {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('too-many', 'too many attempts to sign in');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The most IPv6 that one customer has: 65,536 times one home's /64. */
const siteGroups = 3;
/** How many times the guesses of one address a site has: all of a provider's handsets may be behind it. */
const siteTimes = 10;

/** Returns where somebody comes from at large: the /48 of an IPv6 address, an IPv4 address as it is. */
export const siteOf = (address: string): string => networkOf(address, siteGroups);

/**
 * Returns what an address counts under. One home has a whole /64 of IPv6 addresses, the first four of
 * eight groups: they count as one.
 */
export function networkOf(address: string, ofEight = 4): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const front = head.split(':').filter((part) => part !== '');
  const back = (tail ?? '').split(':').filter((part) => part !== '');
  const gap = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: gap }, () => '0'), ...back];
  return groups
    .slice(0, ofEight)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}

function refusal({ msBeforeNext }: RateLimiterRes): TooManyGuesses {
  return new TooManyGuesses(Math.max(1, Math.ceil(msBeforeNext / 1000)));
}

async function ask(limiter: RateLimiterMemory, key: string): Promise<void> {
  const spent = await limiter.get(key);
  if (spent !== null && spent.consumedPoints >= limiter.points) throw refusal(spent);
}

async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw refusal(refused);
  }
}

/** Counters in this process's memory; they are gone with it. */
export function createGuesses(limits: GuessLimits): Guesses {
  const { perEmail, perAddress, perDevice, rightPerEmail, windowSeconds: duration } = limits;
  const limiter = (points: number) => new RateLimiterMemory({ points, duration });
  const emails = limiter(perEmail);
  const addresses = limiter(perAddress);
  const devices = limiter(perDevice);
  const sites = limiter(perAddress * siteTimes);
  const rights = limiter(rightPerEmail);

  function countersOf({ address, email, device }: Guesser): [RateLimiterMemory, string][] {
    if (device !== undefined) return [[devices, device]];
    return [
      [sites, siteOf(address)],
      [addresses, networkOf(address)],
      [emails, email],
    ];
  }

  async function permit(guesser: Guesser): Promise<void> {
    await ask(rights, guesser.email);
    for (const counter of countersOf(guesser)) await ask(...counter);
  }

  return {
    permit,
    async take(guesser) {
      const { address, email, device } = guesser;
      await ask(rights, email);
      for (const counter of countersOf(guesser)) await count(...counter);
      return {
        async right() {
          await rights.consume(email).catch(() => undefined);
          if (device === undefined) {
            await emails.delete(email);
            await addresses.reward(networkOf(address), 1);
            await sites.reward(siteOf(address), 1);
          } else await devices.delete(device);
        },
      };
    },
  };
}
