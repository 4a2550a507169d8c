/** Finds in the map what a person types. */
import { Failure } from '../common/failures.ts';
import { plainEmail } from '../identity/email.ts';
import { AccountId, DeviceId } from '../identity/ids.ts';
import type { AccountRecord } from '../storage/accounts.ts';
import type { LinkingStore } from '../storage/store.ts';
import { isCanaryEmail } from '../tripwire/canary-account.ts';

/**
 * Returns the account that `text` names by its id or its e-mail address.
 * @throws Failure `not-found`, repeating `text`.
 */
export async function findAccount(store: LinkingStore, text: string): Promise<AccountRecord> {
  const byEmail = text.includes('@');
  const found = byEmail
    ? ((await store.directory.byEmail(text.toLowerCase())) ??
      (await store.directory.byEmail(plainEmail(text))))
    : await store.of(accountId(text)).record();
  if (found === undefined)
    throw new Failure(
      'not-found',
      `there is no account ${text}: casement account list shows those there are, casement account add makes one`,
    );
  return found;
}

/**
 * Returns the id of the account that `text` names by e-mail address, or by its id, even of an account that is
 * gone. @throws Failure `not-found`.
 */
export async function namedAccount(store: LinkingStore, text: string): Promise<AccountId> {
  return text.includes('@') ? (await findAccount(store, text)).id : accountId(text);
}

/**
 * Finds an account as `findAccount` does, for one that will see a camera. A canary sees only its own: any other
 * would trip the wire.
 * @throws Failure `bad-request` for a canary's.
 */
export async function findViewer(store: LinkingStore, text: string): Promise<AccountRecord> {
  const found = await findAccount(store, text);
  if (isCanaryEmail(found.email)) {
    throw new Failure('bad-request', 'a canary of the tripwire is given no cameras');
  }
  return found;
}

function accountId(text: string): AccountId {
  try {
    return AccountId(text);
  } catch {
    throw new Failure(
      'not-found',
      `${text} is neither an account id (a_ and 22 characters) nor an e-mail address: see casement account list`,
    );
  }
}

/** Reads a device id. @throws Failure `not-found`, repeating `text`: no camera has such an id. */
export function deviceId(text: string): DeviceId {
  try {
    return DeviceId(text);
  } catch {
    throw new Failure(
      'not-found',
      `${text} is not a device id (d_ and 22 characters): see casement camera list`,
    );
  }
}
