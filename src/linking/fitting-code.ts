/**
 * Whether a call may use a code at all: before the code is spent, and before anything is concluded from
 * its coming a second time. What does not fit is refused and leaves no trace, so that a code that has
 * leaked gives nobody the power to burn it or to end its linking.
 */
import { hashSecret, sameSecret } from '../identity/secret.ts';
import type { CodeRecord } from '../storage/grants.ts';

/** What a call at the token endpoint says beside its code. */
export interface CodeCall {
  readonly redirectUri: string | undefined;
  readonly verifier: string | undefined;
}

/** RFC 7636 §4.1. */
const verifierForm = /^[\w.~-]{43,128}$/;

/**
 * S256 (RFC 7636 §4.6) is the hash under which secrets are kept here. A verifier without a challenge does
 * not fit either: somebody is mistaken in the code.
 */
function proves(verifier: string | undefined, challenge: string | undefined): boolean {
  if (challenge === undefined) return verifier === undefined;
  if (verifier === undefined || !verifierForm.test(verifier)) return false;
  return sameSecret(hashSecret(verifier), challenge);
}

/**
 * The code went to this redirect URI (RFC 6749 §4.1.3) and has its verifier. Whose code it is the library
 * looks at.
 */
export function fits(code: CodeRecord, { redirectUri, verifier }: CodeCall): boolean {
  return code.redirectUri === redirectUri && proves(verifier, code.codeChallenge);
}
