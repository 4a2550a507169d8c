/**
 * PKCE is honoured if it is sent (RFC 7636). Only S256: `plain`, which is also what a missing method means,
 * would give the verifier away to whoever reads the request.
 */
import { single } from '../parameters.ts';
import { OAuthRefusal } from '../refusal.ts';

const sha256InBase64url = /^[A-Za-z0-9_-]{43}$/;

/** @throws OAuthRefusal `invalid_request`. */
export function s256Challenge(parameters: URLSearchParams): string | undefined {
  const challenge = single(parameters, 'code_challenge');
  const method = single(parameters, 'code_challenge_method');
  if (challenge === undefined && method === undefined) return undefined;
  if (challenge === undefined) {
    throw new OAuthRefusal('invalid_request', 'code_challenge is missing');
  }
  if (method !== 'S256') {
    throw new OAuthRefusal('invalid_request', 'code_challenge_method must be S256');
  }
  if (!sha256InBase64url.test(challenge)) {
    throw new OAuthRefusal('invalid_request', 'code_challenge is not a SHA-256 in base64url');
  }
  return challenge;
}
