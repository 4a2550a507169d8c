/** Which client is calling (RFC 6749 §2.3.1): credentials in the body or in HTTP Basic. */
import type { OAuthClient } from '../../identity/oauth-client.ts';
import { sameSecret } from '../../identity/secret.ts';
import { single } from './parameters.ts';
import { OAuthRefusal } from './refusal.ts';

/** A client's call: its form, and its Authorization header if it sent one. */
export interface ClientCall {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

const basic = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i;

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

// The RFC has id and secret form-encoded before base64; many clients leave that out. Both readings
// are tried: a secret that contains "+" or "%" is right under one of them only.
function fromBasic(header: string): readonly Credentials[] {
  const encoded = basic.exec(header)?.[1];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return [];
  const raw = { id: text.slice(0, colon), secret: text.slice(colon + 1) };
  const id = formDecoded(raw.id);
  const secret = formDecoded(raw.secret);
  return id === undefined || secret === undefined ? [raw] : [raw, { id, secret }];
}

function fromBody(form: URLSearchParams): Partial<Credentials> {
  const id = single(form, 'client_id');
  const secret = single(form, 'client_secret');
  return { ...(id !== undefined && { id }), ...(secret !== undefined && { secret }) };
}

/**
 * Returns the client that a call comes from. A client that sends credentials both ways must send the same.
 * @throws OAuthRefusal `invalid_client`, the same for an unknown client and for a wrong secret.
 */
export function authenticateClient(
  { form, authorization }: ClientCall,
  clients: readonly OAuthClient[],
): OAuthClient {
  const body = fromBody(form);
  const offered =
    authorization !== undefined
      ? fromBasic(authorization).filter(
          ({ id, secret }) => (body.id ?? id) === id && (body.secret ?? secret) === secret,
        )
      : [{ id: body.id ?? '', secret: body.secret ?? '' }];
  for (const { id, secret } of offered) {
    const client = clients.find((candidate) => candidate.id === id);
    if (client !== undefined && sameSecret(client.secret, secret)) return client;
  }
  throw new OAuthRefusal('invalid_client', 'client credentials are missing or wrong');
}
