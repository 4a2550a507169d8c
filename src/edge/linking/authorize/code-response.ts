/** Only the authorization code flow is spoken here (RFC 6749 §3.1.1). */
import { single } from '../parameters.ts';
import { OAuthRefusal } from '../refusal.ts';

/** Demands that a code is asked for. @throws OAuthRefusal `invalid_request` or `unsupported_response_type`. */
export function codeResponse(parameters: URLSearchParams): void {
  const type = single(parameters, 'response_type');
  if (type === undefined) throw new OAuthRefusal('invalid_request', 'response_type is missing');
  if (type !== 'code') {
    throw new OAuthRefusal('unsupported_response_type', 'response_type must be code');
  }
}
