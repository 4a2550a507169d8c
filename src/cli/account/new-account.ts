/** Makes an account out of what a person typed. */
import { Failure } from '../../failures.ts';
import { newAccountId } from '../../identity/ids.ts';
import { hashPassword } from '../../identity/password.ts';
import type { AccountRecord, AccountStore } from '../../storage/accounts.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';

const longestName = 60;
const longestEmail = 254;

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Checks and keeps a new account; the password is kept as its argon2id hash.
 * @throws Failure `bad-request`, naming what is wrong.
 */
export async function addAccount(
  accounts: AccountStore,
  { name: givenName, email: givenEmail, password }: NewAccount,
  now: () => number,
): Promise<AccountRecord> {
  const name = givenName.normalize('NFC').trim();
  const email = givenEmail.trim().toLowerCase();
  if (name === '' || Array.from(name).length > longestName || /\p{Cc}/u.test(name)) {
    throw new Failure('bad-request', `the name must have 1 to ${longestName} characters`);
  }
  if (email.length > longestEmail || !/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email)) {
    throw new Failure('bad-request', 'the e-mail address must look like name@example.org');
  }
  if (isCanaryEmail(email)) {
    throw new Failure('bad-request', 'this domain is kept for the canaries of the tripwire');
  }
  const passwordHash = await hashPassword(password);
  const account = { id: newAccountId(), name, email, passwordHash, createdAt: now() };
  await accounts.add(account);
  return account;
}
