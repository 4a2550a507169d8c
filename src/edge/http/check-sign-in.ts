/** Whether somebody may sign in: guesses are counted, passwords checked in turn. */
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
  /** The log of the request. */
  readonly log: Pick<EdgeLog, 'warn'>;
}

/**
 * Each check of a password takes a core for some 50 ms. One core stays free for pictures. Of the threads that
 * write the record, as many stay free as these checks and the one kept for known browsers leave.
 */
const looksAtOnce = Math.max(1, Math.min(availableParallelism() - 1, 2));
interface Looks {
  readonly verify: typeof verifyPassword;
  readonly atOnce: number;
}

const queue = { waiting: 20, timeoutMs: 10_000 };
/**
 * Many homes may stand behind one address, and come at once after the service was away: as many as get their
 * turn in time.
 */
const manyClients = { ...queue, waiting: 200 };

/**
 * Makes the check of `/sign-in`. It resolves to the account, or to undefined if address or password are wrong; an
 * unknown account takes as long.
 * @throws TooManyGuesses; Failure `too-many` or `overloaded` if too many sign in at a time, `bad-request` if
 * the browser has gone before its turn.
 */
export function createSignInCheck(
  parts: Pick<SiteParts, 'store' | 'guessLimits'>,
  cookie: Pick<DeviceCookie, 'find'>,
  { verify, atOnce }: Looks = { verify: verifyPassword, atOnce: looksAtOnce },
): (attempt: SignInAttempt) => Promise<AccountRecord | undefined> {
  const guesses = createGuesses(parts.guessLimits ?? defaultGuessLimits);
  // In turn for each place that people come from, and one at a time for each e-mail address.
  const places = createFairGate({ atOnce, perAccount: atOnce, ...manyClients });
  const emails = createFairGate({ atOnce: Infinity, perAccount: 1, ...queue });
  // A known browser does not wait behind strangers, wherever they are: only behind those of other accounts.
  const known = createFairGate({ atOnce: 1, perAccount: 1, ...queue });

  return async ({ address, email: typed, password, devices, isGone, log }) => {
    // In lower case as it was typed: accounts from before addresses had one form.
    const found =
      (await parts.store.directory.byEmail(typed.toLowerCase())) ??
      (await parts.store.directory.byEmail(plainEmail(typed)));
    const email = found?.email ?? plainEmail(typed);
    const device = found && cookie.find(devices, found);
    const guesser = { address, email, device };
    await guesses.permit(guesser);
    // A restore may have brought back a password that was changed since because somebody knew it.
    const kept = found?.unconfirmed ? undefined : found?.passwordHash;
    if (found?.unconfirmed) {
      log.warn(
        { account: found.id },
        'nobody can sign in to an account that a restore brought back: casement account confirm <account>',
      );
    }
    async function look(): Promise<boolean> {
      // Else a stranger's checks would go on without costing the stranger as much as a connection.
      if (isGone()) throw new Failure('bad-request', 'the request was cut off');
      // Not before its turn: a waiting attempt is no guess yet, and most of those may be right.
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
