/** Makes an account from what a person typed. */
import { Failure } from '../../common/failures.ts';
import { newEmail } from '../../identity/email.ts';
import { newAccountId } from '../../identity/ids.ts';
import { hashPassword } from '../../identity/password.ts';
import type { AccountRecord, AccountStore } from '../../storage/accounts.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';

const longestName = 60;

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** Whether it is meant even if the address looks like another account's. */
  readonly lookAlike?: boolean;
}

/**
 * Checks and keeps a new account; the password is kept as its argon2id hash.
 * @throws Failure `bad-request`, naming what is wrong.
 */
export async function addAccount(
  accounts: AccountStore,
  { name: givenName, email: givenEmail, password, lookAlike = false }: NewAccount,
  now: () => number,
): Promise<AccountRecord> {
  const name = givenName.normalize('NFC').trim();
  const email = newEmail(givenEmail);
  if (name === '' || Array.from(name).length > longestName || /\p{Cc}/u.test(name)) {
    throw new Failure('bad-request', `the name must have 1 to ${longestName} characters`);
  }
  if (isCanaryEmail(email)) {
    throw new Failure('bad-request', 'this domain is kept for the canaries of the tripwire');
  }
  const other = lookAlike ? undefined : await accounts.alike(email);
  if (other !== undefined && other.email !== email) {
    throw new Failure(
      'bad-request',
      `${email} looks like ${other.email}, which is another account's: if it is meant all the same, ` +
        'say --look-alike',
    );
  }
  const passwordHash = await hashPassword(password);
  const account = { id: newAccountId(), name, email, passwordHash, createdAt: now() };
  await accounts.add(account, { lookAlike });
  return account;
}
