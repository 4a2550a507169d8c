/** Browser sign-ins: an opaque cookie, kept as a hash, turned back into a proof. */
import { Failure } from '../common/failures.ts';
import type { AccountId } from './ids.ts';
import { mint } from './minting.ts';
import type { Proof } from './proof.ts';
import { hashSecret, newSecret } from './secret.ts';

/** The part of storage that sign-ins need; `storage/store.ts` fits. */
export interface SignInShelf {
  of(account: AccountId): { addSignIn(hash: string, expiresAt: number): Promise<void> };
  readonly directory: {
    signIn(hash: string): Promise<{ account: AccountId; expiresAt: number } | undefined>;
    removeSignIn(hash: string): Promise<void>;
  };
}

export interface SignIns {
  /** Starts a sign-in for an account whose password was just verified; returns the cookie's value. */
  start(account: AccountId): Promise<string>;
  /** @throws Failure `unauthenticated` if the cookie is unknown or expired. */
  verify(cookie: string): Promise<Proof>;
  end(cookie: string): Promise<void>;
}

/** Makes sign-ins that live for `lifetimeMs`. */
export function createSignIns(shelf: SignInShelf, lifetimeMs: number, now: () => number): SignIns {
  return {
    async start(account) {
      const cookie = newSecret();
      await shelf.of(account).addSignIn(hashSecret(cookie), now() + lifetimeMs);
      return cookie;
    },
    async verify(cookie) {
      const found = await shelf.directory.signIn(hashSecret(cookie));
      if (found === undefined || found.expiresAt <= now()) {
        throw new Failure('unauthenticated', 'please sign in');
      }
      return mint({ account: found.account, by: 'sign-in', expiresAt: found.expiresAt });
    },
    end: (cookie) => shelf.directory.removeSignIn(hashSecret(cookie)),
  };
}
