/** Linking and unlinking are done by a person at a browser, never by a token. */
import { Failure } from '../../common/failures.ts';
import type { AccountId } from '../../identity/ids.ts';
import { isGenuine, type Proof } from '../../identity/proof.ts';
import type { LinkingParts } from './parts.ts';

/**
 * Returns the account of a person who is signed in.
 * @throws Failure `unauthenticated` if the proof is of another kind, out of date, or the account is gone.
 */
export async function signedInAccount(parts: LinkingParts, proof: Proof): Promise<AccountId> {
  const inDate = isGenuine(proof) && proof.by === 'sign-in' && proof.expiresAt > parts.now();
  if (!inDate || !(await parts.store.of(proof.account).standing(undefined))) {
    throw new Failure('unauthenticated', 'please sign in');
  }
  return proof.account;
}
