/**
 * Whether a call may use a code at all. This is checked before the code is spent, and before anything is
 * concluded from its coming a second time. A call that does not fit is refused and leaves no trace, so that a
 * leaked code gives nobody the power to burn it or to end its linking.
 */
import { hashSecret, sameSecret } from '../../identity/secret.ts';
import type { CodeRecord } from '../../storage/grants.ts';

/** What a call at the token endpoint says beside its code. */
export interface CodeCall {
  readonly redirectUri: string | undefined;
  readonly verifier: string | undefined;
}

/** RFC 7636 §4.1. */
const verifierForm = /^[\w.~-]{43,128}$/;

/**
 * S256 (RFC 7636 §4.6) is the hash under which secrets are kept here. A verifier without a challenge does not
 * fit either: the client means another code.
 */
function proves(verifier: string | undefined, challenge: string | undefined): boolean {
  if (challenge === undefined) return verifier === undefined;
  if (verifier === undefined || !verifierForm.test(verifier)) return false;
  return sameSecret(hashSecret(verifier), challenge);
}

/** The part that does not fit a code: a parameter of the call, or the client that makes it. */
export type Misfit = 'client' | 'redirect_uri' | 'code_verifier';

/**
 * Returns undefined if the code went to this client and redirect URI (RFC 6749 §4.1.3), and the call has its
 * verifier.
 */
export function misfit(
  code: CodeRecord,
  client: string,
  { redirectUri, verifier }: CodeCall,
): Misfit | undefined {
  if (code.client !== client) return 'client';
  if (code.redirectUri !== redirectUri) return 'redirect_uri';
  return proves(verifier, code.codeChallenge) ? undefined : 'code_verifier';
}
