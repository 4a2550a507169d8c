/** A new access token for a linking whose last one was refused, as Google's server gets it. */
import type { Grant } from '../oracle/judge.ts';
import type { Client } from './client.ts';

export interface OAuthParty {
  readonly id: string;
  readonly secret: string;
  /** Where it wants people sent back to. */
  readonly redirectUri: string;
}

/** Gives the grant its new token. False where the bridge gives none: the linking is over. */
export async function refresh(
  client: Client,
  origin: string,
  { id, secret }: OAuthParty,
  grant: Grant,
): Promise<boolean> {
  const { status, body, whole } = await client.send(`${origin}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: id,
      client_secret: secret,
      refresh_token: grant.refreshToken,
    }).toString(),
  });
  if (status !== 200 || !whole) return false;
  const { access_token: token } = JSON.parse(body.toString()) as { access_token?: string };
  if (token === undefined) return false;
  grant.token = token;
  grant.refused = false;
  return true;
}
