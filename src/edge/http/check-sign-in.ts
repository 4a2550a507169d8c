/** Whether somebody may sign in: guesses counted, passwords looked at in turn. */
import { availableParallelism } from 'node:os';
import { Failure } from '../../common/failures.ts';
import { createFairGate } from '../../common/fair-gate.ts';
import { plainEmail } from '../../identity/email.ts';
import { verifyPassword } from '../../identity/password.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import type { DeviceCookie } from './device-cookie.ts';
import { createGuesses, defaultGuessLimits, siteOf } from './guesses.ts';
import type { EdgeLog } from './log.ts';
import type { SiteParts } from './site.ts';

export interface SignInAttempt {
  /** Network address of the browser. */
  readonly address: string;
  readonly email: string;
  readonly password: string;
  /** The tokens of its device cookie. */
  readonly devices: readonly string[];
  /** Whether nobody waits for the answer any more. */
  readonly isGone: () => boolean;
  /** That of the request. */
  readonly log: Pick<EdgeLog, 'warn'>;
}

/**
 * Each look at a password takes a core for some 50 ms. One core stays free for pictures, and of the threads that
 * the record is written by as many as are left by these and the one look that is kept for browsers that are known.
 */
const looksAtOnce = Math.max(1, Math.min(availableParallelism() - 1, 2));
interface Looks {
  readonly verify: typeof verifyPassword;
  readonly atOnce: number;
}

const patience = { waiting: 20, timeoutMs: 10_000 };
/** Many homes may stand behind one address, and come at once after the service was away: as many as have their turn in time. */
const manyClients = { ...patience, waiting: 200 };

/**
 * The check of `/sign-in`: resolves to the account, or undefined where address or password are wrong; it
 * takes as long to say that there is no such account. It
 * @throws TooManyGuesses; Failure `too-many` or `overloaded` where too many sign in at a time, `bad-request`
 * where the browser has gone before its turn.
 */
export function createSignInCheck(
  parts: Pick<SiteParts, 'store' | 'guessLimits'>,
  cookie: Pick<DeviceCookie, 'find'>,
  { verify, atOnce }: Looks = { verify: verifyPassword, atOnce: looksAtOnce },
): (attempt: SignInAttempt) => Promise<AccountRecord | undefined> {
  const guesses = createGuesses(parts.guessLimits ?? defaultGuessLimits);
  // In turn for each place that people come from, and one at a time for each e-mail address.
  const places = createFairGate({ atOnce, perAccount: atOnce, ...manyClients });
  const emails = createFairGate({ atOnce: Infinity, perAccount: 1, ...patience });
  // A browser that is known does not wait behind strangers, wherever they are: behind those of other accounts alone.
  const known = createFairGate({ atOnce: 1, perAccount: 1, ...patience });

  return async ({ address, email: typed, password, devices, isGone, log }) => {
    const { accounts } = parts.store;
    // In lower case as it was typed: accounts from before addresses had one form.
    const found =
      (await accounts.byEmail(typed.toLowerCase())) ?? (await accounts.byEmail(plainEmail(typed)));
    const email = found?.email ?? plainEmail(typed);
    const device = found && cookie.find(devices, found);
    const guesser = { address, email, device };
    await guesses.permit(guesser);
    // What a restore brought back may be a password that was changed since, because somebody knew it.
    const kept = found?.unconfirmed ? undefined : found?.passwordHash;
    if (found?.unconfirmed) {
      log.warn(
        { account: found.id },
        'nobody can sign in to an account that a restore brought back: casement account confirm <account>',
      );
    }
    async function look(): Promise<boolean> {
      // Else a stranger's looks go on without costing it as much as a connection.
      if (isGone()) throw new Failure('bad-request', 'the request was cut off');
      // Not before its turn: what only waits is no guess yet, and most of it may be right.
      const guess = await guesses.take(guesser);
      if (!(await verify(kept, password))) return false;
      await guess.right();
      return true;
    }
    const isRight =
      device === undefined
        ? await emails.run(email, () => places.run(siteOf(address), look))
        : await known.run(email, look);
    return isRight ? found : undefined;
  };
}
