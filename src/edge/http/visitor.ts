/** The person who is signed in at a browser. */
import type { IncomingMessage } from 'node:http';
import { Failure } from '../../common/failures.ts';
import type { Proof } from '../../identity/proof.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import { createSignInCookie } from './cookies.ts';
import { isOfAccount } from './request-log.ts';
import type { SiteParts } from './site.ts';

export interface Visitor {
  readonly proof: Proof;
  readonly account: Pick<AccountRecord, 'name' | 'email'>;
  /** The cookie's value: forms are bound to it. */
  readonly cookie: string;
}

/**
 * Returns the visitor of a request, or undefined if nobody is signed in.
 * @throws Failure `storage-down`: not knowing is not the same as nobody.
 */
export async function visitorOf(
  parts: SiteParts,
  request: IncomingMessage,
): Promise<Visitor | undefined> {
  const cookie = createSignInCookie(parts.publicUrl).read(request.headers.cookie);
  if (cookie === undefined) return undefined;
  try {
    const proof = await parts.signIns.verify(cookie);
    isOfAccount(request, proof.account);
    const account = await parts.store.of(proof.account).record();
    return account && { proof, account, cookie };
  } catch (error) {
    if (error instanceof Failure && error.code === 'unauthenticated') return undefined;
    throw error;
  }
}

/** Returns the path of the sign-in page that leads back to `path`. */
export function signInPath(path: string): string {
  return `/sign-in?return_to=${encodeURIComponent(path)}`;
}
