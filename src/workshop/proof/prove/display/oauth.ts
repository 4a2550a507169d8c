/** What Google's server asks of the OAuth endpoints, and what prove reads in the answers. */
import * as forms from '../../../../simulator/client/oauth-forms.ts';
import type { Grant } from '../oracle/judge.ts';
import type { Answer, Client } from './client.ts';

export interface OAuthParty extends forms.ClientCredentials {
  /** Where it wants people sent back to. */
  readonly redirectUri: string;
}

/** Posts a form of `oauth-forms`. */
export function askOAuth(
  client: Client,
  origin: string,
  endpoint: 'token' | 'revoke',
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  return client.send(`${origin}/oauth/${endpoint}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
}

function fieldIn({ status, body, whole }: Answer, name: string): string | undefined {
  if (status !== 200 || !whole) return undefined;
  return (JSON.parse(body.toString()) as Readonly<Record<string, string>>)[name];
}

/** Returns the access token of an answer, or undefined if the bridge gave none. */
export const tokenIn = (answer: Answer): string | undefined => fieldIn(answer, 'access_token');

/** Returns whose account a token is, by the bridge's word; undefined if it does not say. */
export async function accountBehind(
  client: Client,
  origin: string,
  token: string,
): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await client.send(`${origin}/oauth/userinfo`, { headers });
  if (answer.status !== 200 || !answer.whole) return undefined;
  return fieldIn(answer, 'sub') ?? '';
}

/**
 * Asks for a new access token in place of one that was refused. Returns false if the bridge gives none: the
 * linking is over.
 */
export async function refresh(
  client: Client,
  origin: string,
  oauth: OAuthParty,
  grant: Grant,
): Promise<boolean> {
  const form = forms.refreshForm(oauth, grant.refreshToken);
  const token = tokenIn(await askOAuth(client, origin, 'token', form));
  if (token === undefined) return false;
  grant.token = token;
  grant.refused = false;
  return true;
}
