/** The client is one of ours (RFC 6749 §4.1.1). Until this holds no refusal goes out by redirect. */
import type { OAuthClient } from '../../../identity/oauth-client.ts';
import { single } from '../parameters.ts';
import { OAuthRefusal } from '../refusal.ts';

/** @throws OAuthRefusal `invalid_request` or `unauthorized_client`. */
export function knownClient(
  parameters: URLSearchParams,
  clients: readonly OAuthClient[],
): OAuthClient {
  const id = single(parameters, 'client_id');
  if (id === undefined) throw new OAuthRefusal('invalid_request', 'client_id is missing');
  const client = clients.find((candidate) => candidate.id === id);
  if (client === undefined) {
    throw new OAuthRefusal('unauthorized_client', 'client_id is not known here');
  }
  return client;
}
