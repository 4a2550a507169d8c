/** A refresh as Google's server asks for it. */
import { postForm, refreshForm } from '../../simulator/client/oauth-forms.ts';
import type { DemoFile } from '../../simulator/demo/demo-file.ts';

/** What the token endpoint answers to a refresh token. */
export function refresh(
  { origin, oauth }: Pick<DemoFile, 'origin' | 'oauth'>,
  token: string,
): Promise<Response> {
  const { clientId: id, clientSecret: secret } = oauth;
  return postForm(origin, 'token', refreshForm({ id, secret }, token));
}
