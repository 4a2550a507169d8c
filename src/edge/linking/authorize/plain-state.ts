/**
 * `state` can be given back as it came (RFC 6749 appendix A.5). One that cannot is refused on a page
 * of ours, because a redirect without it would be an answer to another request.
 */
import { single } from '../parameters.ts';
import { OAuthRefusal } from '../refusal.ts';

const longest = 4096;

/** @throws OAuthRefusal `invalid_request` if it is longer than 4096 characters or repeated. */
export function plainState(parameters: URLSearchParams): string | undefined {
  const state = single(parameters, 'state');
  if (state !== undefined && state.length > longest) {
    throw new OAuthRefusal('invalid_request', 'state is too long');
  }
  return state;
}
